"""Messages in a line, for lists."""

import unicodedata

from connectors.rendering import shortened
from support.messages import Message

_MOST = 48
"""Characters: enough to know which one it is, and the line still fits beside an id."""


def first_words(message: Message) -> str:
    """Return how a message begins, in one line; what is no text by its kind."""
    plain = " ".join(message.full_text.split())
    shown = "".join(sign for sign in plain if unicodedata.category(sign) != "Cc")  # no orders to a terminal
    return shortened(shown, _MOST) or f"[{_kind(message)}]"


def _kind(message: Message) -> str:
    return ", ".join(file.kind.value for file in message.attachments) or message.kind.value
