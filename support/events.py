"""What happened, past tense; the event log is the only bell between processes."""

from dataclasses import dataclass

from support.handoffs import Handoff
from support.messages import ConversationId, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A customer's message is in our books."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted:
    """The bot or a person has said something; channels deliver it."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderChanged:
    """A handoff was opened, taken or closed."""

    handoff: Handoff


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChanged:
    """The conversation goes on in another language."""

    conversation_id: ConversationId
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesChanged:
    """Articles were added, changed or removed; `slugs` says which."""

    slugs: tuple[str, ...]


Event = MessageReceived | MessagePosted | HolderChanged | LanguageChanged | ArticlesChanged
