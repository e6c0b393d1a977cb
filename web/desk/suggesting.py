"""Articles for what a customer said last: the bot's own search, in the customer's language."""

from typing import Any

from app.links import absolute
from app.settings import settings
from support.conversations import Conversation
from support.messages import ConversationId
from support.ports import UnitOfWork
from web.desk import bot

_LONGEST = 500
_LOOK_BACK = 10
_AWAY = "The bot is starting or away: suggestions come back with it."


def asked_last(uow: UnitOfWork, conversation_id: ConversationId) -> tuple[Conversation, str]:
    """Return the conversation and the customer's latest words. Raises: NotFound."""
    said = uow.inbox.messages(conversation_id, limit=_LOOK_BACK)
    words = (message.text.strip() for message in reversed(said))
    return uow.conversations.get(conversation_id), next(filter(None, words), "")


async def suggestions(row: Conversation, question: str) -> dict[str, Any]:
    """Return articles, best first; none, and why, while the bot is away."""
    question = question[:_LONGEST]
    empty = {"question": question, "suggestions": [], "is_away": False, "message": None}
    if not question.strip():
        return empty
    found = await bot.ask("articles", question=question, language=row.language or settings().default_language)
    if found is None:
        return empty | {"is_away": True, "message": _AWAY}
    return empty | {"suggestions": [_told(hit, place, found) for place, hit in enumerate(found["hits"])]}


def _told(hit: dict[str, Any], place: int, found: dict[str, Any]) -> dict[str, Any]:
    """Return an article; the confidence is the first one's, the others' is not known."""
    path = f"/help/{hit['language']}/{hit['slug']}"
    return hit | {"url": absolute(path) or path, "confidence": found["confidence"] if place == 0 else None}
