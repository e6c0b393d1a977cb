"""One thing said: by a customer, by the bot, by a person who answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, NewType

ConversationId = NewType("ConversationId", str)
"""`<channel>:<address>`; also Rasa's sender_id."""


class Author(str, Enum):
    """Who said it."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A ready answer the customer can press; `payload` is what it means to us."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where to read on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing said.

    `id` comes from the channel (or from the turn that made it) and makes every step idempotent.
    `payload` is the meaning of a pressed button; typed text has none.
    `question` is what the buttons ask, where that is not the text's own matter: "Did this help?"
    `data` carries decisions and scores for desk and trainers, never what a customer should read.
    """

    id: str
    conversation_id: ConversationId
    author: Author
    text: str
    sent_at: datetime
    language: str | None = None
    name: str | None = None
    payload: str | None = None
    question: str | None = None
    buttons: tuple[Button, ...] = ()
    link: Link | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_text(self) -> str:
        """Return the text with its question, for where the two are not shown apart."""
        return "\n\n".join(part for part in (self.text, self.question) if part)


def conversation(channel: str, address: str) -> ConversationId:
    """Return the id of the conversation with `address` on `channel`."""
    return ConversationId(f"{channel}:{address}")


def channel_of(conversation_id: ConversationId) -> str:
    """Return the channel's name, the part before the first colon."""
    return conversation_id.partition(":")[0]
