"""What happened, past tense; the event log is the only bell between processes."""

from dataclasses import dataclass
from datetime import datetime

from support.handoffs import Handoff
from support.messages import ConversationId, Message
from support.notes import Note
from support.receipts import Status
from support.teams import Presence


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
    """A handoff was opened, taken, given to somebody else, put off or closed; `by` is the account that did it."""

    handoff: Handoff
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    """An agent has left a word for colleagues."""

    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsChanged:
    """A conversation bears these labels now."""

    conversation_id: ConversationId
    labels: tuple[str, ...]
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChanged:
    """The conversation goes on in another language."""

    conversation_id: ConversationId
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesChanged:
    """Articles were added, changed or removed; `slugs` says which."""

    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceFitted:
    """The confidence was fitted anew; `recipe` says for whom."""

    recipe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAmended:
    """A message in our books has more to it now: its files were fetched, its voice was written down."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """The channel told how far a message has come; `fault` says why it failed."""

    conversation_id: ConversationId
    message_id: str
    status: Status
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDied:
    """A message was given up; `box` is inbox or outbox."""

    conversation_id: ConversationId
    message_id: str
    box: str
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsMerged:
    """Contacts turned out to be one person: `merged` are gone, their identities are `contact_id`'s."""

    contact_id: str
    merged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSplit:
    """A person took a conversation out of a contact: it is the contact `split_off` now."""

    contact_id: str
    conversation_id: ConversationId
    split_off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsChanged:
    """Teams were set up anew; `names` says which there are now."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceChanged:
    """An agent came, went, or wants to be left alone."""

    agent: str
    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven:
    """A customer said how it was: a score, or words after it."""

    conversation_id: ConversationId
    handoff_id: str
    score: int
    words: str | None = None


Event = (
    MessageReceived
    | MessagePosted
    | MessageAmended
    | StatusChanged
    | DeliveryDied
    | HolderChanged
    | NoteWritten
    | LabelsChanged
    | LanguageChanged
    | ArticlesChanged
    | ConfidenceFitted
    | ContactsMerged
    | ContactSplit
    | TeamsChanged
    | PresenceChanged
    | RatingGiven
)
