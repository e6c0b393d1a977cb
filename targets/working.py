"""A target at work: one worker that tells it, one that does what its people did."""

import asyncio

from app.ear import Ear
from connectors import outbox
from connectors.pace import Pace
from connectors.worker import Worker
from support.deliveries import Delivery
from support.errands import queue
from support.ports import Books, Box, UnitOfWork
from targets.delivering import deliver
from targets.following import Follower
from targets.port import HandoffTarget
from targets.returning import take_back

_AT_ONCE = 8


class Working:
    """Begins with the event loop; stopping waits for what is in hand."""

    def __init__(self, books: Books, ear: Ear, target: HandoffTarget) -> None:
        """Nothing is begun yet."""
        self._target = target
        self._follower = Follower(books, target.name)
        at_once = Pace(per_second=None, per_chat_second=None)
        self._workers = (
            self._worker(books, ear, target.name, target.pace),
            self._worker(books, ear, queue(target.name), at_once),
        )

    def _worker(self, books: Books, ear: Ear, name: str, pace: Pace) -> Worker[Delivery]:
        is_out = name == self._target.name

        def rest() -> float:
            if is_out:
                self._follower.catch_up()
            return outbox.rest(books, name, pace, _errands)

        def lease(at_most: int) -> list[Delivery]:
            return outbox.lease(books, name, pace, at_most, _errands)

        async def work(delivery: Delivery) -> None:
            await (deliver if is_out else take_back)(books, delivery, self._target)

        return Worker(rest, lease, work, ear, at_once=_AT_ONCE)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._follower.begin()
        for worker in self._workers:
            worker.start()

    async def stop(self) -> None:
        """Take nothing more, and end when what is in hand is done."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        await self._target.close()


def _errands(uow: UnitOfWork) -> Box:
    return uow.errands
