"""Our events as the widget reads them: names, JSON, and HTML that is safe to show."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt

from app.texts import texts
from support.events import HolderChanged, LanguageChanged, MessagePosted, MessageReceived
from support.handoffs import Holder, holder
from support.messages import Author, Message
from support.ports import Logged

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h1", "h2", "h3", "h4", "code", "pre", "blockquote", "hr"}
_ARTICLE = re.compile(r"\]\(article:([a-z0-9-]+)\)")
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})

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
        "buttons": [{"title": button.title, "payload": button.payload} for button in message.buttons],
        "link": {"title": message.link.title, "url": message.link.url} if message.link else None,
    }


@lru_cache(maxsize=2048)
def html(markdown: str, language: str) -> str:
    """Return Markdown as HTML without anything that could run; `article:slug` links lead to the help pages."""
    linked = _ARTICLE.sub(rf"](/help/{language}/\1)", markdown)
    return nh3.clean(_markdown.render(linked), tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener")
