"""Channels that take free text only for a while after the customer's last word, and then approved templates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from support.messages import ConversationId, channel_of
from support.ports import Books

_GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`open_until`: None for who never wrote. `carries_text`: a template of ours takes what is written anyway."""

    open_until: datetime | None
    is_open: bool
    carries_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An approved text with gaps {{1}}, {{2}} ... or named ones."""

    name: str
    language: str
    text: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the gaps, each once, in the order of the text."""
        return tuple(dict.fromkeys(_GAP.findall(self.text)))

    def filled(self, given: Sequence[str]) -> str:
        """Return the text as the customer reads it."""
        values = dict(zip(self.parameters, given, strict=True))
        return _GAP.sub(lambda gap: values[gap[1]], self.text)


def window(books: Books, conversation_id: ConversationId, now: datetime) -> Window | None:
    """Return a conversation's, None where the channel takes free text at any time."""
    found = _folder(conversation_id)
    told: Window | None = found.window(books, conversation_id, now) if found else None
    return told


async def templates(conversation_id: ConversationId) -> list[Template]:
    """Return what is approved to be sent at any time."""
    found = _folder(conversation_id)
    known: list[Template] = await found.templates(conversation_id) if found else []
    return known


def _folder(conversation_id: ConversationId) -> Any:
    """Return the channel's `window.py`, None where it has none."""
    channel = channel_of(conversation_id)
    name = f"connectors.{channel}"
    is_there = channel.isidentifier() and find_spec(name) is not None and find_spec(f"{name}.window") is not None
    return import_module(f"{name}.window") if is_there else None
