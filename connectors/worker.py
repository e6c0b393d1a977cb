"""The loop that works a queue off, conversations side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from math import inf
from typing import Generic, TypeVar

import structlog

from app.ear import Ear
from app.logs import trouble

T = TypeVar("T")

_LOOK_SECONDS = 1.0
"""Without news in the log only what comes due by the clock, or was revived, can be waiting: looked for this often."""
_AGAIN_SECONDS = 0.005
"""Another worker was faster, or the clocks differ by a hair: not looked for in a tight circle."""
_TROUBLE_SECONDS = 1.0
_SIDE_BY_SIDE = 8
"""Turns at once: they wait for actions, channels and the database, not for each other."""

_log = structlog.get_logger()


class Worker(Generic[T]):
    """Leases and works until stopped; stopping waits for what is in hand."""

    def __init__(
        self,
        rest: Callable[[], float],
        lease: Callable[[int], Sequence[T]],
        work: Callable[[T], Awaitable[None]],
        ear: Ear,
        *,
        at_once: int = 1,
    ) -> None:
        """`rest` says in how many seconds there may be work; `lease` claims at most so many pieces that are due.

        It is asked for `at_once`, or for as many as there is room for.
        """
        self._ear = ear
        self._rest = rest
        self._lease = lease
        self._work = work
        self._at_once = at_once
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._loop = asyncio.create_task(self._run())

    async def _run(self) -> None:
        heard = -1
        while not self._is_stopping:
            try:
                seconds = await asyncio.to_thread(self._rest)
                if seconds > 0:
                    heard = await self._ear.newer(heard, min(seconds, _LOOK_SECONDS))
                    continue
                await self._take()
            except Exception as error:  # a locked or lost database must not end the loop
                trouble(_log, "worker.loop.failed", error)
                await asyncio.sleep(_TROUBLE_SECONDS)

    async def stop(self) -> None:
        """Take nothing more; return when what is in hand is done."""
        self._is_stopping = True
        if self._loop is not None:
            await self._loop
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    async def _take(self) -> None:
        """Take what is due until less comes than was asked for: a look takes longer than a lease where much waits."""
        while (room := await self._room()) and not self._is_stopping:
            asked = min(room, self._at_once)
            leased = await asyncio.to_thread(self._lease, asked)
            for piece in leased:
                self._begin(piece)
            await asyncio.sleep(0 if leased else _AGAIN_SECONDS)  # what was begun goes first
            if len(leased) < asked:
                return

    async def _room(self) -> int:
        """Return how many pieces may be begun, as soon as one may."""
        while len(self._in_hand) >= _SIDE_BY_SIDE:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        return _SIDE_BY_SIDE - len(self._in_hand)

    def _begin(self, piece: T) -> None:
        task = asyncio.create_task(self._finish(piece))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _finish(self, piece: T) -> None:
        try:
            await self._work(piece)
        except Exception:  # its lease runs out, and it is tried again
            _log.exception("worker.work.failed")


def seconds_until(due_at: datetime | None) -> float:
    """Return the seconds until something comes due, endless for what is not known of yet."""
    return inf if due_at is None else (due_at - datetime.now(UTC)).total_seconds()
