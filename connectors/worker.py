"""The loop that works a queue off, conversations side by side."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from math import inf
from typing import Generic, TypeVar

import structlog

from app.ear import Ear

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
        next_due: Callable[[], datetime | None],
        lease: Callable[[], T | None],
        work: Callable[[T], Awaitable[None]],
        ear: Ear,
    ) -> None:
        """`next_due` says when there will be work, None for not yet; `lease` claims a piece of it, if there is any."""
        self._ear = ear
        self._next_due = next_due
        self._lease = lease
        self._work = work
        self._slots = asyncio.Semaphore(_SIDE_BY_SIDE)
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
                while await self._take():
                    pass
                await asyncio.sleep(_AGAIN_SECONDS)
            except Exception:  # a locked or lost database must not end the loop
                _log.exception("worker.loop.failed")
                await asyncio.sleep(_TROUBLE_SECONDS)

    async def stop(self) -> None:
        """Take nothing more; return when what is in hand is done."""
        self._is_stopping = True
        if self._loop is not None:
            await self._loop
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    def _rest(self) -> float:
        """Return the seconds until something comes due: looked up without the lock that a lease takes."""
        due_at = self._next_due()
        return inf if due_at is None else (due_at - datetime.now(UTC)).total_seconds()

    async def _take(self) -> bool:
        await self._slots.acquire()
        taken = None
        try:
            taken = None if self._is_stopping else await asyncio.to_thread(self._lease)
        finally:
            if taken is None:
                self._slots.release()
        if taken is None:
            return False
        task = asyncio.create_task(self._finish(taken))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        return True

    async def _finish(self, taken: T) -> None:
        try:
            await self._work(taken)
        except Exception:  # its lease runs out, and it is tried again
            _log.exception("worker.work.failed")
        finally:
            self._slots.release()
