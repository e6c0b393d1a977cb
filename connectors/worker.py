"""The loop that works a box off: conversations side by side, woken by the event log."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import monotonic

import structlog

from support.deliveries import Delivery
from support.ports import Books, Box, UnitOfWork

Pick = Callable[[UnitOfWork], Box]
Work = Callable[[Delivery], Awaitable[None]]

_POLL_SECONDS = 0.03
_QUIET_POLL_SECONDS = 0.1
_QUIET_AFTER_SECONDS = 5.0
"""A house without customers should not keep a processor warm; the first of them waits a moment longer."""
_RETRY_SECONDS = 1.0
"""Without news in the log only a delivery come due again can be waiting: looked for this often."""
_SIDE_BY_SIDE = 8
"""Turns at once: they wait for actions and the database, not for each other."""

_log = structlog.get_logger()


def lease(books: Books, channel: str, box: Pick) -> Delivery | None:
    """Claim the channel's next message in a box, or None."""
    with books.writing() as uow:
        delivery = box(uow).lease_next(channel, datetime.now(UTC))
        uow.commit()
        return delivery


class Worker:
    """Leases and works until stopped; stopping waits for what is in hand."""

    def __init__(self, books: Books, channel: str, box: Pick, work: Work) -> None:
        self._books = books
        self._channel = channel
        self._box = box
        self._work = work
        self._slots = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._loop = asyncio.create_task(self._run())

    async def _run(self) -> None:
        bookmark, looked_at, heard_at = -1, 0.0, monotonic()
        while not self._is_stopping:
            try:
                last = await asyncio.to_thread(self._last)
                if last != bookmark:
                    heard_at = monotonic()
                if last != bookmark or monotonic() - looked_at > _RETRY_SECONDS:
                    bookmark, looked_at = last, monotonic()
                    while await self._take():
                        pass
            except Exception:  # a locked or lost database must not end the loop
                _log.exception("worker.loop.failed")
                await asyncio.sleep(_RETRY_SECONDS)
            is_quiet = monotonic() - heard_at > _QUIET_AFTER_SECONDS
            await asyncio.sleep(_QUIET_POLL_SECONDS if is_quiet else _POLL_SECONDS)

    async def stop(self) -> None:
        """Take nothing more; return when what is in hand is done."""
        self._is_stopping = True
        if self._loop is not None:
            await self._loop
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    def _last(self) -> int:
        with self._books.reading() as uow:
            return uow.events.last()

    async def _take(self) -> bool:
        await self._slots.acquire()
        delivery = None
        try:
            delivery = (
                None if self._is_stopping else await asyncio.to_thread(lease, self._books, self._channel, self._box)
            )
        finally:
            if delivery is None:
                self._slots.release()
        if delivery is None:
            return False
        task = asyncio.create_task(self._finish(delivery))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        return True

    async def _finish(self, delivery: Delivery) -> None:
        try:
            await self._work(delivery)
        except Exception:  # its lease runs out, and it is tried again
            _log.exception("worker.delivery.failed", message=delivery.message.id)
        finally:
            self._slots.release()
