"""Questions asked as a customer would, by those who write: the whole turn is run, and nothing of it is kept.

A channel to Rasa, so that it is served with the channels, and runs the very pipeline, rules and texts.
"""

import asyncio
import uuid
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

from app.knowledge import library, overlays, tried
from app.settings import settings
from app.turns import Turn, current_turn
from bot.evidence import OFFERING, OUT_OF_SCOPE, PERSON_OFFERED, TELLING
from bot.standing import read_turn
from connectors.base import OnNewMessage, for_rasa
from connectors.loopback import AgentsWork, Loopback, Told
from kb.search import Search
from kb.trying.foreseen import from_wire
from support.messages import Author, Message, conversation
from support.trying import CHANNEL, Verdict

_REMEMBERED = 1_000
"""Questions whose answers as they are live are known: twice what is asked at once."""


class Trying(Loopback):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        """Return where below /webhooks it is served."""
        return CHANNEL

    def works(self, on_new_message: OnNewMessage) -> dict[str, AgentsWork]:
        """Return what is asked: one question in full, or many, of which only what is decided is told."""
        known = Known()
        return {
            "one": lambda agent, asked: ask(agent, on_new_message, asked),
            "many": lambda agent, asked: ask_all(agent, known, asked),
        }


async def ask(agent: Any, on_new_message: OnNewMessage, asked: Told) -> Told:
    """Return what a customer hears to {question, language}, now and, with `foreseen`, if that were live."""
    live = await asyncio.to_thread(lambda: library().search)
    message = _message(asked)
    published = await asyncio.create_task(_turn(agent, on_new_message, live, message))
    if not asked.get("foreseen"):
        return {"published": published, "staged": None}
    over = await asyncio.to_thread(overlays().over, live, from_wire(asked["foreseen"]))
    return {"published": published, "staged": await asyncio.create_task(_turn(agent, on_new_message, over, message))}


async def ask_all(agent: Any, known: "Known", asked: Told) -> Told:
    """Return what the bot decides about each of `questions`, now and, with `foreseen`, if that were live."""
    live = await asyncio.to_thread(lambda: library().search)
    over = await asyncio.to_thread(overlays().over, live, from_wire(asked.get("foreseen") or ()))
    found = []
    for question in asked["questions"]:
        before = await known.decided(agent, live, question)
        after = before if over is live else await asyncio.create_task(_decided(agent, over, _message(question)))
        found.append({"before": before, "after": after})
        await asyncio.sleep(0)  # customers are not to wait until all are asked
    return {"decided": found}


class Known:
    """What the bot decides as articles are live, remembered until they change."""

    def __init__(self) -> None:
        self._search: Search | None = None
        self._kept: OrderedDict[tuple[str, str | None], Told] = OrderedDict()

    async def decided(self, agent: Any, live: Search, question: Told) -> Told:
        """Return what is decided about {question, language}."""
        if live is not self._search:
            self._search, self._kept = live, OrderedDict()
        key, kept = (question["question"], question.get("language")), self._kept
        if key not in kept:
            kept[key] = await asyncio.create_task(_decided(agent, live, _message(question)))
            while len(kept) > _REMEMBERED:
                kept.popitem(last=False)
        return kept[key]


def _message(asked: Told) -> Message:
    """Return the question as a conversation's first message, in a chat of that language."""
    id = uuid.uuid4().hex
    return Message(
        id=id,
        conversation_id=conversation(CHANNEL, id),
        author=Author.CUSTOMER,
        text=str(asked["question"]),
        sent_at=datetime.now(UTC),
        language=asked.get("language"),
    )


async def _decided(agent: Any, search: Search, message: Message) -> Told:
    """Return the decision; run as a task of its own, whose context ends with it."""
    tried.set(search)
    reading = await agent.processor.parse_message(for_rasa(message))
    return _told(reading, search)


async def _turn(agent: Any, on_new_message: OnNewMessage, search: Search, message: Message) -> Told:
    """Return the decision, and the replies word by word; likewise."""
    told = await asyncio.create_task(_decided(agent, search, message))
    tried.set(search)
    turn = Turn()
    current_turn.set(turn)  # which takes replies and memory, and is not committed
    await on_new_message(for_rasa(message))
    return told | {"replies": [_reply(reply) for reply in turn.replies]}


def _told(reading: Told, search: Search) -> Told:
    decision, hits = reading["decision"], reading["knowledge"]["hits"]
    return {
        "verdict": verdict(decision["intent"]).value,
        "intent": decision["intent"],
        "certainty": decision["confidence"],
        "confidence": decision["answer_confidence"],
        "language": decision["language"],
        "given": list(read_turn("", decision["intent"], decision).given),
        "hits": [{name: hit[name] for name in ("slug", "language", "title", "score")} for hit in hits],
        "sure": round(search.confidence.sure, 3),
        "unsure": settings().unsure,
    }


def verdict(intent: str) -> Verdict:
    """Return what a decision comes to."""
    if intent in TELLING:
        return Verdict.SURE
    if intent in OFFERING:
        return Verdict.UNSURE
    return Verdict.NONE if intent in (OUT_OF_SCOPE, PERSON_OFFERED) else Verdict.OTHER


def _reply(reply: Message) -> Told:
    buttons = [button.title for button in reply.buttons]
    link = {"title": reply.link.title, "url": reply.link.url} if reply.link else None
    return {"text": reply.full_text, "buttons": buttons, "link": link, "language": reply.language}
