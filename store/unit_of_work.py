"""One transaction over all shelves, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from threading import Lock

from sqlalchemy.engine import Connection, Engine

from store import tables
from store.alone import alone
from store.article_shelves import SqlArticleShelf, SqlConfidenceShelf, SqlPassageShelf
from store.askings import SqlAskingShelf, SqlGapShelf
from store.audit import SqlAttemptShelf, SqlAuditShelf
from store.boxes import SqlBox
from store.contacts import SqlContactShelf
from store.conversations import SqlConversationShelf, SqlNoteShelf
from store.event_log import SqlEventLog
from store.helping import SqlCannedShelf, SqlMarkShelf, SqlUploadShelf
from store.imports import SqlImportShelf, SqlSourceShelf
from store.lookout import Lookout
from store.postgres import told_plainly
from store.ratings import SqlRatingShelf
from store.receipts import SqlMediaShelf, SqlReceiptShelf, SqlStrayShelf
from store.routing import SqlPresenceShelf, SqlProgressShelf, SqlTeamShelf, SqlWaitShelf, SqlWatchShelf
from store.shelves import SqlHandoffShelf, SqlOrderShelf, SqlTrackerShelf
from store.staff import SqlAccountShelf, SqlInvitationShelf, SqlSignInShelf
from store.threads import SqlBookmarkShelf, SqlThreadShelf
from store.topics import SqlMoveShelf, SqlPictureShelf, SqlTopicShelf
from store.trying import SqlQuestionShelf
from store.turnstile import Turnstile
from store.twins import SqlTwinShelf
from store.votes import SqlVoteShelf
from store.writing import SqlManuscriptShelf
from support.events import Event


class SqlUnitOfWork:
    """See support.ports.UnitOfWork. Shelves are made when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._happened: list[Event] = []

    @cached_property
    def inbox(self) -> SqlBox:
        """Messages from customers."""
        return SqlBox(self._connection, tables.inbox)

    @cached_property
    def outbox(self) -> SqlBox:
        """Messages to customers."""
        return SqlBox(self._connection, tables.outbox)

    @cached_property
    def errands(self) -> SqlBox:
        """What other desks have to be told, and what they tell us."""
        return SqlBox(self._connection, tables.errands)

    @cached_property
    def threads(self) -> SqlThreadShelf:
        """Handoffs as other desks have them."""
        return SqlThreadShelf(self._connection)

    @cached_property
    def bookmarks(self) -> SqlBookmarkShelf:
        """How far the event log was followed."""
        return SqlBookmarkShelf(self._connection)

    @cached_property
    def receipts(self) -> SqlReceiptShelf:
        """What became of what we sent."""
        return SqlReceiptShelf(self._connection)

    @cached_property
    def media(self) -> SqlMediaShelf:
        """Files that came with messages."""
        return SqlMediaShelf(self._connection)

    @cached_property
    def strays(self) -> SqlStrayShelf:
        """Posts of channels that we did not understand."""
        return SqlStrayShelf(self._connection)

    @cached_property
    def contacts(self) -> SqlContactShelf:
        """Who is who."""
        return SqlContactShelf(self._connection)

    @cached_property
    def handoffs(self) -> SqlHandoffShelf:
        """Conversations in people's hands."""
        return SqlHandoffShelf(self._connection)

    @cached_property
    def teams(self) -> SqlTeamShelf:
        """Who answers whom."""
        return SqlTeamShelf(self._connection)

    @cached_property
    def presences(self) -> SqlPresenceShelf:
        """Which agents are there."""
        return SqlPresenceShelf(self._connection)

    @cached_property
    def watches(self) -> SqlWatchShelf:
        """The open handoffs, and what is due."""
        return SqlWatchShelf(self._connection)

    @cached_property
    def waits(self) -> SqlWaitShelf:
        """How long people waited."""
        return SqlWaitShelf(self._connection)

    @cached_property
    def ratings(self) -> SqlRatingShelf:
        """How it was."""
        return SqlRatingShelf(self._connection)

    @cached_property
    def progress(self) -> SqlProgressShelf:
        """How far the event log was worked off."""
        return SqlProgressShelf(self._connection)

    @cached_property
    def conversations(self) -> SqlConversationShelf:
        """The list of conversations."""
        return SqlConversationShelf(self._connection)

    @cached_property
    def notes(self) -> SqlNoteShelf:
        """What agents say among themselves."""
        return SqlNoteShelf(self._connection)

    @cached_property
    def articles(self) -> SqlArticleShelf:
        """The knowledge base."""
        return SqlArticleShelf(self._connection)

    @cached_property
    def manuscripts(self) -> SqlManuscriptShelf:
        """Articles being written."""
        return SqlManuscriptShelf(self._connection)

    @cached_property
    def topics(self) -> SqlTopicShelf:
        """What holds for an article in all languages."""
        return SqlTopicShelf(self._connection)

    @cached_property
    def moves(self) -> SqlMoveShelf:
        """Slugs that articles had before."""
        return SqlMoveShelf(self._connection)

    @cached_property
    def pictures(self) -> SqlPictureShelf:
        """Images of articles."""
        return SqlPictureShelf(self._connection)

    @cached_property
    def askings(self) -> SqlAskingShelf:
        """What customers asked, and what became of it."""
        return SqlAskingShelf(self._connection)

    @cached_property
    def gaps(self) -> SqlGapShelf:
        """What they asked in vain."""
        return SqlGapShelf(self._connection)

    @cached_property
    def twins(self) -> SqlTwinShelf:
        """Articles that look like one."""
        return SqlTwinShelf(self._connection)

    @cached_property
    def saved_questions(self) -> SqlQuestionShelf:
        """The questions that articles are tested by."""
        return SqlQuestionShelf(self._connection)

    @cached_property
    def passages(self) -> SqlPassageShelf:
        """What search finds."""
        return SqlPassageShelf(self._connection)

    @cached_property
    def confidences(self) -> SqlConfidenceShelf:
        """From which confidence to answer."""
        return SqlConfidenceShelf(self._connection)

    @cached_property
    def imports(self) -> SqlImportShelf:
        """Where articles came from."""
        return SqlImportShelf(self._connection)

    @cached_property
    def sources(self) -> SqlSourceShelf:
        """What is imported again and again."""
        return SqlSourceShelf(self._connection)

    @cached_property
    def orders(self) -> SqlOrderShelf:
        """The demo shop's orders."""
        return SqlOrderShelf(self._connection)

    @cached_property
    def trackers(self) -> SqlTrackerShelf:
        """Rasa's memory."""
        return SqlTrackerShelf(self._connection)

    @cached_property
    def accounts(self) -> SqlAccountShelf:
        """Those who work here."""
        return SqlAccountShelf(self._connection)

    @cached_property
    def sign_ins(self) -> SqlSignInShelf:
        """The browsers they are signed in from."""
        return SqlSignInShelf(self._connection)

    @cached_property
    def invitations(self) -> SqlInvitationShelf:
        """Links that let somebody choose a password."""
        return SqlInvitationShelf(self._connection)

    @cached_property
    def attempts(self) -> SqlAttemptShelf:
        """Attempts to sign in that came to nothing."""
        return SqlAttemptShelf(self._connection)

    @cached_property
    def audit(self) -> SqlAuditShelf:
        """Who did what."""
        return SqlAuditShelf(self._connection)

    @cached_property
    def canned(self) -> SqlCannedShelf:
        """Ready replies."""
        return SqlCannedShelf(self._connection)

    @cached_property
    def marks(self) -> SqlMarkShelf:
        """What is to be learnt from agents' answers."""
        return SqlMarkShelf(self._connection)

    @cached_property
    def uploads(self) -> SqlUploadShelf:
        """Files that wait to be sent."""
        return SqlUploadShelf(self._connection)

    @cached_property
    def votes(self) -> SqlVoteShelf:
        """What readers say of articles."""
        return SqlVoteShelf(self._connection)

    @cached_property
    def events(self) -> SqlEventLog:
        """What happened."""
        return SqlEventLog(self._connection)

    def record(self, event: Event) -> None:
        """Note what happened, in this transaction, for the log to hold when it is committed."""
        self._happened.append(event)

    def commit(self) -> None:
        """Make it last.

        The log comes last of all: PostgreSQL keeps its writers in line, and one that waits there must not hold what
        the next one needs, or both wait for each other.
        """
        self.events.append(self._happened)
        self._connection.get_transaction().commit()


class SqlBooks:
    """Opens units of work on one engine; safe to share between threads. See support.ports.Books."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._line = _line(engine)
        self._lookout = Lookout(engine)

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        """Open a transaction that may change things; rolled back unless committed. Raises: Unavailable."""
        with told_plainly(self._engine), self._line, _transaction(self._engine) as connection:
            yield SqlUnitOfWork(connection)

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """Open a consistent view; never waits for a writer. Raises: Unavailable."""
        with told_plainly(self._engine), _transaction(self._reader) as connection:
            yield SqlUnitOfWork(connection)

    @contextmanager
    def alone(self, errand: str) -> Iterator[bool]:
        """Give True to the only process on this errand, False, at once, where another one is; its death ends it."""
        with told_plainly(self._engine), alone(self._engine, errand) as is_alone:
            yield is_alone

    def newest(self) -> int:
        """Return the event log's newest sequence. Raises: Unavailable."""
        with told_plainly(self._engine):
            return self._lookout.newest()

    def dispose(self) -> None:
        """Close every connection."""
        self._lookout.close()
        if isinstance(self._line, Turnstile):
            self._line.close()
        self._engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """Begin one; at the end what was not committed is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        if transaction.is_active:
            transaction.rollback()


def _line(engine: Engine) -> AbstractContextManager[object]:
    """Return where writers wait for each other: nowhere, for a server that sees to that itself."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    database = engine.url.database
    return Lock() if database in (None, "", ":memory:") else Turnstile(Path(f"{database}.lock"))
