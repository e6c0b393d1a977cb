"""What the rooms need from the store, as protocols; `store/` provides them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from support.articles import Article, Passage
from support.deliveries import LEASE, Delivery
from support.events import Event
from support.handoffs import Handoff
from support.messages import ConversationId, Message
from support.orders import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An event with its place in the log; `sequence` grows, so it serves as an SSE id and a bookmark."""

    sequence: int
    event: Event


class Box(Protocol):
    """Inbox or outbox: deliveries under unique message ids, in the order they came."""

    def put(self, delivery: Delivery) -> bool:
        """Keep it; False for an id we know already."""

    def lease_next(self, channel: str, now: datetime, lease: timedelta = LEASE) -> Delivery | None:
        """Claim the oldest due delivery that heads its conversation, or None.

        One whose workers all died without a word comes a last time, DEAD, for its owner to say so.
        """

    def save(self, delivery: Delivery) -> None:
        """Write back its state. Raises: Conflict when the lease ran out and another worker has it."""

    def get(self, message_id: str) -> Delivery | None:
        """Return the delivery with this message, or None."""

    def messages(self, conversation_id: ConversationId, limit: int | None = None) -> list[Message]:
        """Return the conversation's messages, oldest first; with `limit`, only the latest ones."""


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
