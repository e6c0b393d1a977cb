"""What a message becomes on Telegram: its files, its text in pieces, its buttons below the last of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from app.links import absolute
from connectors.rendering import Limits, numbered, shortened, split, utf16_units, whole_text
from connectors.telegram.presses import row
from support.messages import Attachment, Link, MediaKind, Message

LIMITS = Limits(text=4096, buttons=20, button_title=64, measure=utf16_units)
"""Texts by https://core.telegram.org/bots/api#sendmessage. It takes a hundred buttons; more than twenty nobody reads,
and what stands on one is cut off on a telephone long before 64."""

_LARGEST_PHOTO = 10_000_000

_METHODS = {
    MediaKind.IMAGE: ("photo", ("image/jpeg", "image/png", "image/webp")),
    MediaKind.AUDIO: ("audio", ("audio/mpeg", "audio/mp4", "audio/x-m4a")),
    MediaKind.VOICE: ("voice", ("audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-m4a")),
    MediaKind.VIDEO: ("video", ("video/mp4",)),
    MediaKind.STICKER: ("sticker", ("image/webp", "application/x-tgsticker", "video/webm")),
}
"""The method for a kind, and the types it takes; all others go as documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One request. `answers` is the id of the message it replies to, where it replies to one."""

    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    file: Attachment | None = None
    answers: str = ""

    @property
    def kind(self) -> str:
        """Return what the method calls its file."""
        return self.method.removeprefix("send").lower()


def parts(message: Message) -> list[Part]:
    """Return the requests in order."""
    answers = message.id.rpartition("/")[0]
    found = [*_files(message, answers), *_texts(message, answers)]
    markup = _keyboard(message)
    if markup and found:
        found[-1] = replace(found[-1], fields={**found[-1].fields, "reply_markup": markup})
    return found


def _files(message: Message, answers: str) -> Iterator[Part]:
    for file in message.attachments:
        if file.key or absolute(file.source):
            yield Part(method=_method(file), file=file, answers=answers)


def _method(file: Attachment) -> str:
    name, types = _METHODS.get(file.kind, ("document", ()))
    is_taken = not file.media_type or file.media_type.partition(";")[0] in types
    is_too_large = name == "photo" and (file.size or 0) > _LARGEST_PHOTO
    return f"send{name.capitalize()}" if is_taken and not is_too_large else "sendDocument"


def _texts(message: Message, answers: str) -> Iterator[Part]:
    own = replace(message, link=None) if _url(message.link) else message
    text = numbered(own) if len(own.buttons) > LIMITS.buttons else whole_text(own)
    for piece in split(text, LIMITS.text, LIMITS.measure):
        # No parse_mode: no text can break it. No preview: the link is our own help page.
        fields = {"text": piece, "link_preview_options": {"is_disabled": True}}
        yield Part(method="sendMessage", fields=fields, answers=answers)


def _keyboard(message: Message) -> dict[str, Any] | None:
    rows: list[list[dict[str, str]]] = []
    if message.link is not None and (url := _url(message.link)):
        rows.append([{"text": _title(message.link.title), "url": url}])
    if len(message.buttons) <= LIMITS.buttons:
        rows += [row(button, _title(button.title)) for button in message.buttons]
    return {"inline_keyboard": rows} if rows else None


def _title(title: str) -> str:
    return shortened(title.strip(), LIMITS.button_title, LIMITS.measure) or "…"


def _url(link: Link | None) -> str | None:
    """Return the link as a button takes it: one on this machine or without a domain is refused."""
    url = absolute(link.url) if link is not None else None
    parts = urlsplit(url or "")
    return url if parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".") else None
