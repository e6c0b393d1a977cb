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


class Kind(str, Enum):
    """What a message is, besides its text."""

    TEXT = "text"
    MEDIA = "media"
    LOCATION = "location"
    CONTACT = "contact"
    REACTION = "reaction"
    EDIT = "edit"
    UNSUPPORTED = "unsupported"


class MediaKind(str, Enum):
    """How a file is meant to be met."""

    IMAGE = "image"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a message.

    `source` is where the channel has it (a media id, or a URL in what we send); `key` names it on our media shelf
    once it is kept, `fault` says why it could not be.
    """

    kind: MediaKind
    source: str
    media_type: str = ""
    name: str | None = None
    size: int | None = None
    key: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing said.

    `id` comes from the channel (or from the turn that made it) and makes every step idempotent.
    `payload` is the meaning of a pressed button; typed text has none. `quotes` is the id of the message it answers,
    reacts to or changes. A message that is no text says in `text` what a person should read of it.
    `question` is what the buttons ask, where that is not the text's own matter: "Did this help?"
    `data` carries what is not for reading: decisions and scores for desk and trainers, coordinates, what the
    channel said besides.
    """

    id: str
    conversation_id: ConversationId
    author: Author
    text: str
    sent_at: datetime
    language: str | None = None
    name: str | None = None
    payload: str | None = None
    kind: Kind = Kind.TEXT
    quotes: str | None = None
    attachments: tuple[Attachment, ...] = ()
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


def address_of(conversation_id: ConversationId) -> str:
    """Return the address on its channel, the part after the first colon."""
    return conversation_id.partition(":")[2]


def channel_of(conversation_id: ConversationId) -> str:
    """Return the channel's name, the part before the first colon."""
    return conversation_id.partition(":")[0]
