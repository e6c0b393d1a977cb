"""What customers wrote, on an operator's terminal."""

import unicodedata

from connectors.rendering import shortened
from support.messages import Message

_MOST = 48
"""Characters: enough to know which one it is, and the line still fits beside an id."""


def first_words(message: Message) -> str:
    """Return how a message begins, in one line; what is no text by its kind."""
    plain = " ".join(message.full_text.split())
    return shortened(harmless(plain), _MOST) or f"[{_kind(message)}]"


def harmless(text: str) -> str:
    """Return a text without what a terminal takes for an order: to move, to colour, to rename itself."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def _kind(message: Message) -> str:
    return ", ".join(file.kind.value for file in message.attachments) or message.kind.value
