"""Follows the event log from a bookmark in the database, and writes a target's errands into their box."""

from datetime import UTC, datetime

from support.deliveries import Delivery
from support.errands import Errand, Thread, as_message
from support.events import HolderChanged
from support.handoffs import Handoff
from support.ports import Books, Logged, UnitOfWork
from targets.telling import conversation_of, told

_AT_ONCE = 200
"""Events in one transaction, which should not keep other writers waiting for long."""


class Follower:
    """One a process; several may follow for one target: the bookmark is claimed, so each event is told of once."""

    def __init__(self, books: Books, target: str) -> None:
        """Nothing is looked at yet."""
        self._books = books
        self._target = target
        self._seen = -1
        """Up to here this process has found nothing to tell; the bookmark may lag behind it."""

    def begin(self) -> None:
        """Put the bookmark where there is none: who waits now is told of, what is past is not."""
        with self._books.writing() as uow:
            uow.bookmarks.keep_only(self._target)
            if uow.bookmarks.claim(self._target) is None:
                self._open_book(uow, datetime.now(UTC))
            uow.commit()

    def catch_up(self) -> None:
        """Write the errands of what has happened; without news it looks at the log's end and no more."""
        newest = self._books.newest()
        while self._seen < newest and (found := self._news()):
            if self._concerns(found):
                self._write()
            else:
                self._seen = found[-1].sequence

    def _news(self) -> list[Logged]:
        with self._books.reading() as uow:
            if self._seen < 0:
                self._seen = uow.bookmarks.claim(self._target) or 0
            return uow.events.since(self._seen, limit=_AT_ONCE)

    def _concerns(self, news: list[Logged]) -> bool:
        """Whether a transaction is worth while: most events are of conversations that the bot holds."""
        if len(news) == _AT_ONCE or any(isinstance(logged.event, HolderChanged) for logged in news):
            return True
        conversations = {conversation_of(logged.event) for logged in news} - {None}
        with self._books.reading() as uow:
            return any(uow.threads.of(self._target, id) is not None for id in conversations if id)

    def _write(self) -> None:
        with self._books.writing() as uow:
            bookmark = uow.bookmarks.claim(self._target) or 0
            now = datetime.now(UTC)
            for logged in uow.events.since(bookmark, limit=_AT_ONCE):
                self._step(uow, logged, now)
                bookmark = logged.sequence
            uow.bookmarks.put(self._target, bookmark)
            uow.commit()
        self._seen = bookmark

    def _step(self, uow: UnitOfWork, logged: Logged, now: datetime) -> None:
        thread, errand = told(self._target, logged, self._thread(uow, logged), now)
        if thread is not None and isinstance(logged.event, HolderChanged):
            uow.threads.save(thread)
        if errand is not None:
            keep(uow, errand)

    def _thread(self, uow: UnitOfWork, logged: Logged) -> Thread | None:
        if isinstance(logged.event, HolderChanged):
            return uow.threads.get(self._target, logged.event.handoff.id)
        conversation_id = conversation_of(logged.event)
        return uow.threads.of(self._target, conversation_id) if conversation_id else None

    def _open_book(self, uow: UnitOfWork, now: datetime) -> None:
        """Begin at the log's end, with those who wait; what was ended while nobody followed is told of as ended."""
        newest = uow.events.last()
        waiting = uow.handoffs.open()
        ended = [uow.handoffs.get(thread.handoff_id) for thread in uow.threads.open(self._target)]
        for handoff in (*ended, *waiting):
            self._tell_anew(uow, handoff, newest, now)
        uow.bookmarks.put(self._target, newest)

    def _tell_anew(self, uow: UnitOfWork, handoff: Handoff, sequence: int, now: datetime) -> None:
        """Tell how a handoff stands at this place in the log."""
        logged = Logged(sequence=sequence, event=HolderChanged(handoff=handoff))
        thread, errand = told(self._target, logged, uow.threads.get(self._target, handoff.id), now)
        if thread is not None:
            uow.threads.save(thread)
        if errand is not None:
            keep(uow, errand)


def forget(books: Books) -> None:
    """Let no target go on where it left off: whoever is told again later is told of who waits then."""
    with books.writing() as uow:
        uow.bookmarks.keep_only("")
        uow.commit()


def keep(uow: UnitOfWork, errand: Errand) -> bool:
    """Put an errand into its box, due now; False when it is there already."""
    return uow.errands.put(Delivery(message=as_message(errand), due_at=errand.at))
