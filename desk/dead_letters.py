"""Messages that were given up, in or out: seen by people, and tried again when they say so. The caller commits."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from support.deliveries import Delivery
from support.errors import Conflict, NotFound
from support.ports import Box, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that was given up.

    `box` is inbox (no turn came of it), outbox (it was not sent) or errands (another desk was not told).
    """

    box: str
    delivery: Delivery


def dead(uow: UnitOfWork) -> list[DeadLetter]:
    """Return what was given up, oldest first."""
    letters = [DeadLetter(box=name, delivery=delivery) for name, box in _boxes(uow) for delivery in box.dead()]
    return sorted(letters, key=lambda letter: letter.delivery.message.sent_at)


def retry(uow: UnitOfWork, message_id: str, *, now: datetime) -> DeadLetter:
    """Give a message all its tries again. Raises: NotFound, Conflict for one that is not dead.

    The handoff its failure opened stays open: a person was promised, and closes it when all is well.
    """
    for name, box in _boxes(uow):
        if box.get(message_id) is not None:
            return DeadLetter(box=name, delivery=box.revive(message_id, now))
    raise NotFound(f"there is no message {message_id}; `./parley messages dead` shows what was given up")


def retry_all(uow: UnitOfWork, *, now: datetime) -> list[DeadLetter]:
    """Give everything that was given up its tries again; what somebody else brings back meanwhile is theirs."""
    revived = []
    for letter in dead(uow):
        with suppress(Conflict):
            revived.append(retry(uow, letter.delivery.message.id, now=now))
    return revived


def _boxes(uow: UnitOfWork) -> Iterator[tuple[str, Box]]:
    yield "inbox", uow.inbox
    yield "outbox", uow.outbox
    yield "errands", uow.errands
