"""What the rooms need from the store, as protocols; `store/` provides them."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from support.asking_shelves import AskingShelf, GapShelf
from support.deliveries import Delivery, State
from support.events import Event
from support.helping_shelves import CannedShelf, MarkShelf, UploadShelf
from support.import_shelves import ImportShelf, SourceShelf
from support.messages import ConversationId, Message
from support.routing_shelves import (
    PresenceShelf,
    ProgressShelf,
    RatingShelf,
    TeamShelf,
    WaitShelf,
    WatchShelf,
)
from support.shelves import (
    ArticleShelf,
    BookmarkShelf,
    ConfidenceShelf,
    ContactShelf,
    ConversationShelf,
    HandoffShelf,
    MediaShelf,
    NoteShelf,
    OrderShelf,
    PassageShelf,
    ReceiptShelf,
    StrayShelf,
    ThreadShelf,
    TrackerShelf,
)
from support.staff_shelves import AccountShelf, AttemptShelf, AuditShelf, InvitationShelf, SignInShelf
from support.trying_shelves import QuestionShelf
from support.twins import TwinShelf
from support.votes import VoteShelf
from support.writing_shelves import ManuscriptShelf, MoveShelf, PictureShelf, TopicShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An event with its place in the log; `sequence` grows, so it serves as an SSE id and a bookmark."""

    sequence: int
    event: Event


Rest = Callable[[Message], float]
"""Returns the seconds until a message may be begun, 0 for now."""


class Box(Protocol):
    """Inbox, outbox or errands: deliveries under unique message ids, in the order they came."""

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

    def states(self, message_ids: Sequence[str]) -> dict[str, tuple[State, str | None]]:
        """Return how these deliveries stand, and why one was given up; those not here are left out."""

    def messages(self, conversation_id: ConversationId, limit: int | None = None) -> list[Message]:
        """Return the conversation's messages, oldest first; with `limit`, only the latest ones."""


class EventLog(Protocol):
    """Events in the order they happened."""

    def since(self, sequence: int, conversation_id: ConversationId | None = None, limit: int = 1000) -> list[Logged]:
        """Return what came after `sequence`, oldest first."""

    def of(self, conversation_ids: Sequence[ConversationId], kinds: Collection[str]) -> list[Logged]:
        """Return what of these kinds happened in these conversations, oldest first."""

    def conversations(self, after: int, until: int) -> set[ConversationId]:
        """Return the conversations in which something happened after `after`, up to `until`."""

    def kinds(self, after: int) -> set[str]:
        """Return the names of the events' types of which something happened after `after`."""

    def of_kind(self, kind: str, after: int) -> list[Logged]:
        """Return the events of one type that came after `after`, oldest first."""

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
    def errands(self) -> Box:
        """What other desks have to be told, and what they tell us."""

    @property
    def threads(self) -> ThreadShelf:
        """Handoffs as other desks have them."""

    @property
    def bookmarks(self) -> BookmarkShelf:
        """How far the event log was followed."""

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
    def teams(self) -> TeamShelf:
        """Who answers whom."""

    @property
    def presences(self) -> PresenceShelf:
        """Which agents are there."""

    @property
    def watches(self) -> WatchShelf:
        """The open handoffs, and what is due."""

    @property
    def waits(self) -> WaitShelf:
        """How long people waited."""

    @property
    def ratings(self) -> RatingShelf:
        """How it was."""

    @property
    def progress(self) -> ProgressShelf:
        """How far the event log was worked off."""

    @property
    def conversations(self) -> ConversationShelf:
        """The list of conversations."""

    @property
    def notes(self) -> NoteShelf:
        """What agents say among themselves."""

    @property
    def articles(self) -> ArticleShelf:
        """The knowledge base."""

    @property
    def manuscripts(self) -> ManuscriptShelf:
        """Articles being written."""

    @property
    def topics(self) -> TopicShelf:
        """What holds for an article in all languages."""

    @property
    def moves(self) -> MoveShelf:
        """Slugs that articles had before."""

    @property
    def pictures(self) -> PictureShelf:
        """Images of articles."""

    @property
    def askings(self) -> AskingShelf:
        """What customers asked, and what became of it."""

    @property
    def gaps(self) -> GapShelf:
        """What they asked in vain."""

    @property
    def twins(self) -> TwinShelf:
        """Articles that look like one."""

    @property
    def saved_questions(self) -> QuestionShelf:
        """The questions that articles are tested by."""

    @property
    def passages(self) -> PassageShelf:
        """What search finds."""

    @property
    def confidences(self) -> ConfidenceShelf:
        """From which confidence to answer."""

    @property
    def imports(self) -> ImportShelf:
        """Where articles came from."""

    @property
    def sources(self) -> SourceShelf:
        """What is imported again and again."""

    @property
    def orders(self) -> OrderShelf:
        """The demo shop's orders."""

    @property
    def trackers(self) -> TrackerShelf:
        """Rasa's memory."""

    @property
    def accounts(self) -> AccountShelf:
        """Those who work here."""

    @property
    def sign_ins(self) -> SignInShelf:
        """The browsers they are signed in from."""

    @property
    def invitations(self) -> InvitationShelf:
        """Links that let somebody choose a password."""

    @property
    def attempts(self) -> AttemptShelf:
        """Attempts to sign in that came to nothing."""

    @property
    def audit(self) -> AuditShelf:
        """Who did what."""

    @property
    def canned(self) -> CannedShelf:
        """Ready replies."""

    @property
    def marks(self) -> MarkShelf:
        """What is to be learnt from agents' answers."""

    @property
    def uploads(self) -> UploadShelf:
        """Files that wait to be sent."""

    @property
    def votes(self) -> VoteShelf:
        """What readers say of articles."""

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

    def alone(self, errand: str) -> AbstractContextManager[bool]:
        """Give True to the only process on this errand, False, at once, where another one is; its death ends it."""

    def newest(self) -> int:
        """Return the event log's newest sequence, 0 when nothing happened yet; cheap enough to ask all the time."""
