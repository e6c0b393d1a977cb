"""What the rooms need from the store, as protocols; `store/` provides them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from support.articles import Article, Passage
from support.contacts import Contact, Identity
from support.deliveries import Delivery
from support.events import Event
from support.handoffs import Handoff
from support.messages import ConversationId, Message
from support.orders import Order
from support.receipts import Receipt, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An event with its place in the log; `sequence` grows, so it serves as an SSE id and a bookmark."""

    sequence: int
    event: Event


Rest = Callable[[Message], float]
"""Returns the seconds until a message may be begun, 0 for now."""


class Box(Protocol):
    """Inbox or outbox: deliveries under unique message ids, in the order they came."""

    def put(self, delivery: Delivery) -> bool:
        """Keep it; False for an id we know already."""

    def hold(self, conversation_id: ConversationId, *, until: datetime, at_most: timedelta) -> None:
        """Put off what waits there and was not begun yet, but none for longer than `at_most` after it was sent."""

    def lease_next(self, channel: str, now: datetime) -> Delivery | None:
        """Claim the oldest due delivery that heads its conversation, or None.

        One whose workers all died without a word comes a last time, DEAD, for its owner to say so.
        """

    def lease_heads(self, channel: str, now: datetime, *, at_most: int = ..., rest: Rest = ...) -> list[Delivery]:
        """Claim the oldest that are due and head their conversations, of the first `at_most` (1) of them.

        One that `rest` says cannot be begun yet is put off instead, which uses up no try.
        """

    def lease_after(self, head: Delivery, now: datetime, *, within: timedelta) -> list[Delivery]:
        """Claim what was typed right after a leased head, each `within` that time of the one before it.

        Up to the first that is no typed text or came later.
        """

    def next_due(self, channel: str, now: datetime) -> datetime | None:
        """Return when the next head of a conversation comes due (some past time if one is), None when none waits."""

    def save(self, leased: Delivery, after: Delivery) -> None:
        """Write back what became of a leased one. Raises: Conflict when the lease ran out and another worker has it."""

    def save_all(self, leased: Sequence[Delivery], after: Sequence[Delivery]) -> None:
        """Write back what became of each. Raises: Conflict when another worker has one of them; then none counts."""

    def amend(self, message: Message) -> None:
        """Put the message in place of the one with its id: its files were fetched, its voice written down."""

    def dead(self) -> list[Delivery]:
        """Return what was given up, oldest first."""

    def revive(self, message_id: str, now: datetime) -> Delivery:
        """Give a dead one its tries again. Raises: NotFound, Conflict."""

    def get(self, message_id: str) -> Delivery | None:
        """Return the delivery with this message, or None."""

    def messages(self, conversation_id: ConversationId, limit: int | None = None) -> list[Message]:
        """Return the conversation's messages, oldest first; with `limit`, only the latest ones."""


class ReceiptShelf(Protocol):
    """What became of what we sent: parts of messages, and receipts for them."""

    def note_part(self, message: Message, number: int, external_id: str) -> None:
        """Keep that this part went out, and what its channel calls it."""

    def parts(self, message_id: str) -> dict[int, str]:
        """Return the parts that went out: number to the channel's name."""

    def put(self, receipt: Receipt) -> bool:
        """Keep it; False when it says no more than we know."""

    def message_of(self, channel: str, external_id: str) -> str | None:
        """Return the id of the message a thing sent belongs to, or None."""

    def of(self, message_ids: Sequence[str]) -> dict[str, tuple[Status, str | None]]:
        """Return how far these messages have come, and why one failed; those without receipts are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file's content."""

    key: str
    media_type: str
    body: bytes


class MediaShelf(Protocol):
    """Files that came with messages, by the SHA-256 of their content."""

    def put(self, body: bytes, media_type: str) -> str:
        """Keep it, once however often it comes, and return its key."""

    def get(self, key: str) -> Media:
        """Raises: NotFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """An authentic post of a channel that we do not understand, kept whole for a person to look at."""

    channel: str
    came_at: datetime
    body: str
    fault: str


class StrayShelf(Protocol):
    """Strays, newest last."""

    def put(self, stray: Stray) -> None:
        """Keep it; the oldest go when there are more than a thousand."""

    def all(self) -> list[Stray]:
        """Return what is kept."""


class ContactShelf(Protocol):
    """Who is who: identities by conversation, and the contacts they make up."""

    def identity(self, conversation_id: ConversationId) -> Identity | None:
        """Return who holds this conversation, or None."""

    def add(self, identity: Identity) -> bool:
        """Keep a new one; False when it is known."""

    def update(self, identity: Identity) -> None:
        """Write what is known of it; whose it is stays."""

    def move(self, conversation_ids: Sequence[ConversationId], *, to: str, is_apart: bool) -> None:
        """Make these one contact's."""

    def get(self, contact_id: str) -> Contact:
        """Raises: NotFound."""

    def keep_still(self) -> None:
        """Let nobody else join or part contacts until this transaction ends.

        Asked for before anything is written: two who claim the same in one instant would not see each other.
        """

    def claiming(self, phone: str | None, email: str | None) -> list[Contact]:
        """Return the contacts with this verified number or this verified address."""

    def latest(self, limit: int, *, strangers: bool = True) -> list[Contact]:
        """Return those met last, newest first; without `strangers` only those of whom something is known."""


class HandoffShelf(Protocol):
    """Handoffs by id and by conversation."""

    def get(self, handoff_id: str) -> Handoff:
        """Raises: NotFound."""

    def latest(self, conversation_id: ConversationId) -> Handoff | None:
        """Return the conversation's newest handoff, open or closed."""

    def open(self) -> list[Handoff]:
        """Return what is not closed, longest waiting first."""

    def save(self, handoff: Handoff) -> None:
        """Insert or replace."""


class ArticleShelf(Protocol):
    """Articles by (slug, language)."""

    def get(self, slug: str, language: str) -> Article:
        """Raises: NotFound."""

    def all(self) -> list[Article]:
        """Return every article, by slug and language."""

    def titles(self, slugs: Sequence[str], language: str) -> dict[str, str]:
        """Return the titles of those of `slugs` that exist in `language`."""

    def put(self, article: Article) -> None:
        """Insert or replace."""

    def remove(self, slug: str, language: str) -> None:
        """Take it off the shelf; its passages go with it."""


class PassageShelf(Protocol):
    """Passages with their vectors, which belong to one encoder."""

    def replace(self, article: Article, passages: Sequence[Passage], vectors: Sequence[bytes], encoder: str) -> None:
        """Put the article's passages in place of those that were; a vector is `dim` little-endian float32."""

    def all(self) -> tuple[list[Passage], bytes]:
        """Return every passage, and their vectors one after the other."""

    def missing(self, encoder: str) -> list[Article]:
        """Return the articles whose passages this encoder has not seen yet."""


class OrderShelf(Protocol):
    """The demo shop's orders."""

    def get(self, number: str) -> Order | None:
        """Return the order, or None."""

    def replace_all(self, orders: Sequence[Order]) -> None:
        """Put these in place of all."""


class TrackerShelf(Protocol):
    """Rasa's memory of a conversation, one JSON text each."""

    def get(self, conversation_id: str) -> str | None:
        """Return what was saved last, or None."""

    def put(self, conversation_id: str, body: str) -> None:
        """Insert or replace."""

    def keys(self) -> list[str]:
        """Return every conversation id."""


class EventLog(Protocol):
    """Events in the order they happened."""

    def since(self, sequence: int, conversation_id: ConversationId | None = None, limit: int = 1000) -> list[Logged]:
        """Return what came after `sequence`, oldest first."""

    def conversations(self, after: int, until: int) -> set[ConversationId]:
        """Return the conversations in which something happened after `after`, up to `until`."""

    def last(self) -> int:
        """Return the newest sequence, 0 when nothing happened yet."""


class UnitOfWork(Protocol):
    """One transaction over all shelves; leaving without commit() rolls back."""

    @property
    def inbox(self) -> Box:
        """Messages from customers."""

    @property
    def outbox(self) -> Box:
        """Messages to customers."""

    @property
    def receipts(self) -> ReceiptShelf:
        """What became of what we sent."""

    @property
    def media(self) -> MediaShelf:
        """Files that came with messages."""

    @property
    def strays(self) -> StrayShelf:
        """Posts of channels that we did not understand."""

    @property
    def contacts(self) -> ContactShelf:
        """Who is who."""

    @property
    def handoffs(self) -> HandoffShelf:
        """Conversations in people's hands."""

    @property
    def articles(self) -> ArticleShelf:
        """The knowledge base."""

    @property
    def passages(self) -> PassageShelf:
        """What search finds."""

    @property
    def orders(self) -> OrderShelf:
        """The demo shop's orders."""

    @property
    def trackers(self) -> TrackerShelf:
        """Rasa's memory."""

    @property
    def events(self) -> EventLog:
        """What happened."""

    def record(self, event: Event) -> None:
        """Note what happened, in this transaction."""

    def commit(self) -> None:
        """Make it last."""


class Books(Protocol):
    """Opens units of work: `with books.writing() as uow: ...; uow.commit()`."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """Open a transaction that may change things; writers wait for each other."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a consistent view; never waits for a writer."""

    def newest(self) -> int:
        """Return the event log's newest sequence, 0 when nothing happened yet; cheap enough to ask all the time."""
