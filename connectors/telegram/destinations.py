"""Where a reply goes: the chat, and in a group the message of the person who is meant."""

from typing import Any

from connectors.telegram.origins import chat_of
from support.messages import ConversationId, Message
from support.ports import Books

_LOOK_BACK = 20


def destination(books: Books, conversation_id: ConversationId, answers: str) -> dict[str, Any]:
    """Return chat_id, and in a group whom to quote in which topic."""
    chat_id, is_group = chat_of(conversation_id)
    if not is_group:
        return {"chat_id": chat_id, **_topic(_asked(books, answers))}
    meant = _asked(books, answers)
    if meant is None or "quote" not in meant.data:  # a person of ours writes: to what was said last
        meant = _latest(books, conversation_id)
    if meant is None:
        return {"chat_id": chat_id}
    quoted = {"message_id": meant.data["quote"], "allow_sending_without_reply": True}
    return {"chat_id": chat_id, "reply_parameters": quoted, **_topic(meant)}


def _topic(message: Message | None) -> dict[str, Any]:
    topic = message.data.get("topic") if message is not None else None
    return {"message_thread_id": topic} if topic is not None else {}


def _asked(books: Books, message_id: str) -> Message | None:
    if not message_id:
        return None
    with books.reading() as uow:
        delivery = uow.inbox.get(message_id)
    return delivery.message if delivery is not None else None


def _latest(books: Books, conversation_id: ConversationId) -> Message | None:
    with books.reading() as uow:
        said = uow.inbox.messages(conversation_id, limit=_LOOK_BACK)
    return next((message for message in reversed(said) if "quote" in message.data), None)
