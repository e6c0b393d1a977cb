"""Follows the event log once for all desks that are open, however many."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from app.ear import Ear
from app.logs import trouble
from support.ports import Books, Logged, UnitOfWork
from web.desk import wire
from web.desk.frames import Frame, encoded, frames

_LOOK_SECONDS = 5.0
"""How late what was snoozed wakes, and how often counts are looked at where nothing happens."""

_COUNT_SECONDS = 1.0
"""Between two looks at the counts: an eye follows no more."""

_RETRY_SECONDS = 1.0
_MOST_UNREAD = 2000
"""Frames a browser may be behind; then it is let go, and comes back to the place where it was."""

_AT_ONCE = 500

_log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class Listener:
    """One open desk. `place` is how far the log had been followed when it was opened."""

    account_id: str
    place: int
    queue: "asyncio.Queue[Frame | None]" = field(default_factory=lambda: asyncio.Queue(_MOST_UNREAD))
    counts: dict[str, int] | None = None
    is_lost: bool = False

    def put(self, frame: Frame | None) -> None:
        """Hand it on; who does not keep up is let go."""
        if self.is_lost:
            return
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.is_lost = True


class Follower:
    """One a web process, in its event loop; it begins with the first desk that is opened."""

    def __init__(self, books: Books, ear: Ear) -> None:
        self._books = books
        self._ear = ear
        self._listeners: set[Listener] = set()
        self._place = -1
        self._is_ready = asyncio.Event()
        self._looked_at = datetime.now(UTC)
        self._counted_at = datetime.min.replace(tzinfo=UTC)
        self._following: asyncio.Task[None] | None = None
        self.is_closing = False

    async def _run(self) -> None:
        while True:
            try:
                await self._step()
            except Exception as error:  # a database that is away comes back
                trouble(_log, "desk.follow.failed", error)
                await asyncio.sleep(_RETRY_SECONDS)

    async def _step(self) -> None:
        last = await self._ear.newer(self._place, _LOOK_SECONDS)
        if self._place < 0:
            self._place = max(last, 0)
            self._is_ready.set()
        while self._listeners and self._place < last:
            until, found = await asyncio.to_thread(self._read, self._place, last)
            self._tell_all(found)
            self._place = until
        self._place = max(self._place, last)
        if self._listeners:
            await self._look()

    async def join(self, account_id: str) -> Listener:
        """Return a new desk's ear: all that happens after its `place` is put there."""
        if self._following is None:
            self._following = asyncio.create_task(self._run())
        await self._is_ready.wait()
        listener = Listener(account_id, self._place)
        self._listeners.add(listener)
        self._tell_presence()
        return listener

    def online(self) -> set[str]:
        """Return the accounts whose desks are open here."""
        return {listener.account_id for listener in self._listeners}

    def leave(self, listener: Listener) -> None:
        """Forget it."""
        self._listeners.discard(listener)
        self._tell_presence()

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Tell every desk what is in no log."""
        self._tell_all([encoded(kind, data)])

    async def close(self) -> None:
        """Let everybody go: the server is closing."""
        self.is_closing = True
        self._tell_all([None])
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])

    def _tell_presence(self) -> None:
        self.tell("presence", {"online": sorted(self.online())})

    def _tell_all(self, found: Iterable[Frame | None]) -> None:
        for frame in found:
            for listener in self._listeners:
                listener.put(frame)

    def _read(self, after: int, until: int) -> tuple[int, list[Frame]]:
        return read(self._books, after, until)

    async def _look(self) -> None:
        """Tell what wakes, and the numbers, where they are others."""
        now = datetime.now(UTC)
        if now - self._counted_at < timedelta(seconds=_COUNT_SECONDS):
            return
        self._counted_at = now
        woken, counts = await asyncio.to_thread(self._woken_and_counts, self._looked_at, now)
        self._looked_at = now
        self._tell_all(woken)
        for listener in self._listeners:
            own = counts.get(listener.account_id)
            if own is not None and own != listener.counts:
                listener.counts = own
                listener.put(encoded("counts", own))

    def _woken_and_counts(self, after: datetime, now: datetime) -> tuple[list[Frame], dict[str, dict[str, int]]]:
        ids = sorted({listener.account_id for listener in list(self._listeners)})
        with self._books.reading() as uow:
            awake = uow.conversations.waking(after, now)
            teams = uow.teams.all() if awake else []
            woken = [encoded("conversation", wire.row(row, teams)) for row in awake]
            return woken, uow.conversations.counts_of(ids, now)


def read(books: Books, after: int, until: int) -> tuple[int, list[Frame]]:
    """Return how far the log was read, and what it tells."""
    with books.reading() as uow:
        logged = _since(uow, after, until)
        return (logged[-1].sequence if logged else until), frames(uow, logged)


def _since(uow: UnitOfWork, after: int, until: int) -> list[Logged]:
    return [entry for entry in uow.events.since(after, limit=_AT_ONCE) if entry.sequence <= until]
