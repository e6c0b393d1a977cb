"""Questions asked as a customer would, by those who write: the whole turn is run, and nothing of it is kept.

A channel to Rasa, so that it is served with the channels, and runs the very pipeline, rules and texts.
"""

import asyncio
import uuid
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from app.knowledge import library, overlays, tried
from app.secrets import derived
from app.settings import settings
from app.turns import Turn, current_turn
from bot.evidence import OFFERING, OUT_OF_SCOPE, PERSON_OFFERED, TELLING
from bot.standing import read_turn
from connectors.base import OnNewMessage, for_rasa
from connectors.loopback import answered
from kb.search import Search
from kb.trying.foreseen import from_wire
from support.messages import Author, Message, conversation
from support.trying import CHANNEL, Verdict

PURPOSE = "desk helper"
"""Of the secret, as in connectors/helping.py."""

_REMEMBERED = 4_000
"""Questions whose answers as they are live are known: twice what is asked at once."""

Told = dict[str, Any]


class Trying(InputChannel):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        """Return where below /webhooks it is served."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "Trying":
        """Return it; it has no settings."""
        return cls()

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes."""
        blueprint = Blueprint("trying")
        token = derived(settings().var, PURPOSE)
        known = Known()

        @blueprint.post("/one")
        async def one(request: Request) -> HTTPResponse:
            return await answered(request, token, lambda asked: ask(request.app, on_new_message, asked))

        @blueprint.post("/many")
        async def many(request: Request) -> HTTPResponse:
            return await answered(request, token, lambda asked: ask_all(request.app, known, asked))

        return blueprint


async def ask(app: Sanic, on_new_message: OnNewMessage, asked: Told) -> Told:
    """Return what a customer hears to {question, language}, now and, with `foreseen`, if that were live."""
    live = await asyncio.to_thread(lambda: library().search)
    message = _message(asked)
    published = await asyncio.create_task(_turn(app, on_new_message, live, message))
    if not asked.get("foreseen"):
        return {"published": published, "staged": None}
    over = await asyncio.to_thread(overlays().over, live, from_wire(asked["foreseen"]))
    return {"published": published, "staged": await asyncio.create_task(_turn(app, on_new_message, over, message))}


async def ask_all(app: Sanic, known: "Known", asked: Told) -> Told:
    """Return what the bot decides about each of `questions`, now and, with `foreseen`, if that were live."""
    live = await asyncio.to_thread(lambda: library().search)
    over = await asyncio.to_thread(overlays().over, live, from_wire(asked.get("foreseen") or ()))
    found = []
    for question in asked["questions"]:
        before = await known.decided(app, live, question)
        after = before if over is live else await asyncio.create_task(_decided(app, over, _message(question)))
        found.append({"before": before, "after": after})
        await asyncio.sleep(0)  # customers are not to wait until all are asked
    return {"decided": found}


class Known:
    """What the bot decides as articles are live, remembered until they change."""

    def __init__(self) -> None:
        self._search: Search | None = None
        self._kept: OrderedDict[tuple[str, str | None], Told] = OrderedDict()

    async def decided(self, app: Sanic, live: Search, question: Told) -> Told:
        """Return what is decided about {question, language}."""
        if live is not self._search:
            self._search, self._kept = live, OrderedDict()
        key, kept = (question["question"], question.get("language")), self._kept
        if key not in kept:
            kept[key] = await asyncio.create_task(_decided(app, live, _message(question)))
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


async def _decided(app: Sanic, search: Search, message: Message) -> Told:
    """Return the decision; run as a task of its own, whose context ends with it."""
    tried.set(search)
    reading = await app.ctx.agent.processor.parse_message(for_rasa(message))
    return _told(reading, search)


async def _turn(app: Sanic, on_new_message: OnNewMessage, search: Search, message: Message) -> Told:
    """Return the decision, and the replies word by word; likewise."""
    told = await asyncio.create_task(_decided(app, search, message))
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
    return {"text": reply.full_text, "buttons": buttons, "language": reply.language}
