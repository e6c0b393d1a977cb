"""What is kept besides messages on their way, as protocols; `store/` provides the shelves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from support.articles import Article, Passage
from support.contacts import Contact, Identity
from support.conversations import Conversation, Page, Wanted
from support.errands import Thread
from support.handoffs import Handoff
from support.messages import ConversationId, Message
from support.notes import Note
from support.orders import Order
from support.receipts import Receipt, Status


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

    def put(self, body: bytes, media_type: str, *, loose_since: datetime | None = None) -> str:
        """Keep it, once however often it comes, and return its key.

        One that is loose belongs to no message yet; it stays so until `hold`, or until it comes with a message.
        """

    def get(self, key: str) -> Media:
        """Raises: NotFound."""

    def hold(self, key: str) -> None:
        """Have it stay for good. Raises: NotFound."""

    def drop(self, before: datetime) -> int:
        """Drop what has been loose for so long, and return how many."""


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


class ConversationShelf(Protocol):
    """The list of conversations, which follows the event log; read only."""

    def keep_still(self, conversation_id: ConversationId) -> None:
        """Let nobody else hand this conversation over until this transaction ends: it would be open twice."""

    def get(self, conversation_id: ConversationId) -> Conversation:
        """Raises: NotFound."""

    def some(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        """Return those of them that there are, newest first."""

    def page(self, wanted: Wanted, after: str | None, limit: int) -> Page:
        """Return the rows that follow `after`, in the order of the view. Raises: Refused for no place of ours."""

    def counts(self, account_id: str, now: datetime) -> dict[str, int]:
        """Return how many there are in each view but the resolved ones, as this account sees them."""

    def counts_of(self, account_ids: Sequence[str], now: datetime) -> dict[str, dict[str, int]]:
        """Return the same for each of several."""

    def waking(self, after: datetime, until: datetime) -> list[Conversation]:
        """Return what was snoozed until after the one time, and no longer than until the other."""


class NoteShelf(Protocol):
    """What agents say among themselves."""

    def put(self, note: Note) -> bool:
        """Keep it; False for an id we know already."""

    def of(self, conversation_ids: Sequence[ConversationId]) -> list[Note]:
        """Return the notes on these conversations, oldest first."""


class ThreadShelf(Protocol):
    """Handoffs as targets have them."""

    def get(self, target: str, handoff_id: str) -> Thread | None:
        """Return it, or None."""

    def at(self, target: str, external_id: str) -> Thread | None:
        """Return the newest that the target knows by this name, or None."""

    def of(self, target: str, conversation_id: ConversationId) -> Thread | None:
        """Return the conversation's newest, or None."""

    def open(self, target: str) -> list[Thread]:
        """Return those that people hold."""

    def save(self, thread: Thread) -> None:
        """Insert or replace."""


class BookmarkShelf(Protocol):
    """How far in the event log a follower has come."""

    def claim(self, name: str) -> int | None:
        """Return it, None where there is none; nobody else changes it until this transaction ends."""

    def put(self, name: str, sequence: int) -> None:
        """Insert or replace."""

    def keep_only(self, name: str) -> None:
        """Forget all others: whoever follows again begins anew."""


class ArticleShelf(Protocol):
    """Articles by (slug, language)."""

    def get(self, slug: str, language: str) -> Article:
        """Raises: NotFound."""

    def all(self) -> list[Article]:
        """Return every article, by slug and language."""

    def public(self, slugs: Collection[str] | None = None) -> list[Article]:
        """Return those that everybody may read, of these topics or of all, by slug and language."""

    def holding(self, words: Collection[str], language: str, most: int) -> list[Article]:
        """Return articles in `language` that everybody may read and that hold each of the words somewhere."""

    def titles(self, slugs: Sequence[str], language: str) -> dict[str, str]:
        """Return the titles of those of `slugs` that everybody may read in `language`."""

    def digests(self, slugs: Collection[str] | None = None) -> dict[tuple[str, str], int]:
        """Return 64 bits of each public article's content by slug and language; of these topics, or of all."""

    def tags(self, slugs: Collection[str]) -> frozenset[str]:
        """Return the tags of these articles, in all languages."""

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

    def count(self) -> int:
        """Return how many passages there are."""

    def of(self, slugs: Collection[str]) -> tuple[list[Passage], bytes]:
        """Return these topics' passages, as `all` does."""

    def after(self, slug: str, topics: int) -> tuple[list[Passage], bytes]:
        """Return the passages of so many topics that follow one, as `all` does; all of them piece by piece."""

    def missing(self, encoder: str, slugs: Collection[str] | None = None) -> list[Article]:
        """Return the articles for customers, of these topics or of all, whose passages this encoder has not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A confidence as it is kept: `body` is its JSON, of which kb.confidence knows the form.

    `recipe` names what it was fitted by, encoder and code: under another one its numbers mean nothing. `basis` is the
    digest of what it was fitted to, articles and examples.
    """

    recipe: str
    basis: str
    body: str


class ConfidenceShelf(Protocol):
    """The confidences fitted last, one a recipe."""

    def get(self, recipe: str) -> Fitted | None:
        """Return it, or None where none was ever fitted by this recipe."""

    def put(self, fitted: Fitted) -> None:
        """Insert or replace, and forget all but a few recipes' fitted last."""


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
