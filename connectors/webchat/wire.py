"""Our events as the widget reads them: names, JSON, and HTML that is safe to show."""

from collections.abc import Iterator
from typing import Any

from app.markup import html
from app.texts import texts
from support.events import HolderChanged, LanguageChanged, MessagePosted, MessageReceived
from support.handoffs import Holder, holder
from support.messages import Attachment, Author, Message
from support.ports import Logged

Frame = tuple[str, dict[str, Any]]


def frames(logged: Logged) -> Iterator[Frame]:
    """Yield what the widget is told of one event: (event name, data)."""
    match logged.event:
        case MessageReceived(message=message) | MessagePosted(message=message):
            yield "message", said(message)
        case HolderChanged(handoff=handoff):
            now = holder(handoff)
            yield "holder", {"holder": now.value, "name": handoff.taken_by if now is Holder.AGENT else None}
        case LanguageChanged(language=language):
            yield "language", spoken(language)


def spoken(language: str) -> dict[str, Any]:
    """Return a language with the widget's texts in it."""
    own = texts(language)
    return {"language": own.language, "dir": own.direction, "texts": own.group("widget")}


def said(message: Message) -> dict[str, Any]:
    """Return a message for the widget. Customers' text is never HTML; ours is Markdown, sanitised."""
    is_ours = message.author is not Author.CUSTOMER
    language = message.language if is_ours else None
    return {
        "id": message.id,
        "client_id": None if is_ours else message.id.rpartition(":")[2],
        "author": message.author.value,
        "name": message.name,
        "text": message.text,
        "html": html(message.text, message.language or "en") if message.author is Author.BOT else None,
        "lang": language,
        "dir": texts(language).direction if language else "auto",
        "sent_at": message.sent_at.isoformat(),
        "question": message.question,
        "buttons": [{"title": button.title, "payload": button.payload} for button in message.buttons],
        "files": [_file(file) for file in message.attachments if file.key],
        "link": {"title": message.link.title, "url": message.link.url} if message.link else None,
    }


def _file(file: Attachment) -> dict[str, Any]:
    """Return a file as the widget asks for it (/chat/files/<key>)."""
    return {"key": file.key, "kind": file.kind.value, "name": file.name, "size": file.size, "type": file.media_type}
