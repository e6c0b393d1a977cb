"""What the desk asks of the bot, over loopback and with a secret: articles, and to show customers that somebody types.

A channel to Rasa, so that it is served with the channels; no customer writes here.
"""

import asyncio
from typing import Any

import structlog

from app.knowledge import encoder, language_reader, library
from app.wiring import books
from connectors.base import CHANNELS, OnNewMessage
from connectors.loopback import AgentsWork, Loopback
from kb.search import MOST_HITS
from support.articles import Field, Hit
from support.messages import ConversationId, Message, channel_of

_SHOWING_SECONDS = 5.0

_log = structlog.get_logger()


class Helper(Loopback):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        """Return where below /webhooks it is served."""
        return "desk"

    def works(self, _on_new_message: OnNewMessage) -> dict[str, AgentsWork]:
        """Return what is asked."""
        return {
            "articles": lambda _agent, asked: suggested(asked),
            "typing": lambda _agent, asked: show_typing(asked),
        }


async def suggested(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the articles for {question, language, most?}, found as the bot finds them."""
    most = int(asked.get("most", MOST_HITS))
    return await asyncio.to_thread(found, str(asked["question"]), str(asked["language"]), most)


def found(question: str, language: str, most: int = MOST_HITS) -> dict[str, Any]:
    """Return the articles that may answer, best first, in the customer's language where they are in it."""
    guess = language_reader().guess(question)
    vector = encoder().encode([question])[0]
    search = library().search
    answer = search.ask(question, vector, guess.language if guess else language, language, most)
    confidence = round(answer.confidence, 3)
    is_sure = answer.confidence >= search.confidence.sure
    return {"confidence": confidence, "is_sure": is_sure, "hits": [_told(hit) for hit in answer.hits]}


def _told(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "slug": passage.slug,
        "language": passage.language,
        "title": passage.title,
        "answer": passage.answer,
        "passage": passage.text if passage.field is Field.BODY else passage.answer,
        "score": round(hit.score, 3),
    }


async def show_typing(asked: dict[str, Any]) -> dict[str, Any]:
    """Show the customer of {conversation_id} that somebody types, where their channel can; nothing hangs on it."""
    id = ConversationId(str(asked["conversation_id"]))
    channel, message = CHANNELS.get(channel_of(id)), await asyncio.to_thread(_latest, id)
    if channel is None or not channel.is_open or message is None:
        return {"shown": False}
    try:
        await asyncio.wait_for(channel.attend(message), _SHOWING_SECONDS)
    except Exception as error:
        _log.info("desk.typing.failed", conversation=id, fault=type(error).__name__)
        return {"shown": False}
    return {"shown": True}


def _latest(conversation_id: ConversationId) -> Message | None:
    with books().reading() as uow:
        said = uow.inbox.messages(conversation_id, limit=1)
    return said[-1] if said else None
