"""The words that conversations are searched by, in one form whatever case, width or accents they are typed in."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from support.conversations import Conversation
from support.events import Event, MessageAmended, MessagePosted, MessageReceived, NoteWritten

_LONGEST = 4000
"""Characters of one message that are searched: more than any channel takes from a person."""

_ALIKE = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", "ё": "е", "ß": "ss", "\u200c": " ", "\u200d": None, "\0": None})  # noqa: RUF001
_MARKS = range(0x300, 0x370)
"""Combining marks of Latin, Greek and Cyrillic letters; those of other scripts are vowels."""


def folded(text: str) -> str:
    """Return the text as it is compared."""
    if text.isascii():  # half the world's messages, each folded while all other writers wait
        return " ".join(text[:_LONGEST].replace("\0", "").casefold().split())
    apart = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    bare = "".join(sign for sign in apart if ord(sign) not in _MARKS)
    one_form = unicodedata.normalize("NFC", bare).translate(_ALIKE)
    return " ".join(one_form.encode("utf-8", "replace").decode().split())  # half a letter is none to a database


def entries(
    events: Iterable[Event], before: Mapping[str, Conversation], now: Mapping[str, Conversation]
) -> list[dict[str, Any]]:
    """Return what is searched after these events: what was said and noted, and who is new or has another name."""
    said = {entry["source"]: entry for entry in map(_said, events) if entry is not None}
    renamed = (row for id, row in now.items() if id not in before or before[id].name != row.name)
    return [*said.values(), *map(_named, renamed)]


def _said(event: Event) -> dict[str, Any] | None:
    match event:
        case MessageReceived(message=message) | MessagePosted(message=message) | MessageAmended(message=message):
            return _entry(f"message {message.id}", message.conversation_id, message.full_text)
        case NoteWritten(note=note):
            return _entry(f"note {note.id}", note.conversation_id, note.text)
    return None


def _named(row: Conversation) -> dict[str, Any]:
    return _entry(f"name {row.conversation_id}", row.conversation_id, f"{row.name or ''} {row.conversation_id}")


def _entry(source: str, conversation_id: str, text: str) -> dict[str, Any]:
    return {"source": source, "conversation_id": conversation_id, "text": folded(text)}
