"""What was said goes out, in order per conversation; what fails is tried again, then left DEAD for people to see."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog

from app.logs import trouble
from connectors.keys import fitting
from connectors.pace import Pace
from connectors.worker import seconds_until
from support import mail
from support.deliveries import SEND_FACTOR, WORK_SECONDS, Delivery, State
from support.errors import Conflict, SlowDown, Unavailable, Undeliverable
from support.events import DeliveryDied
from support.messages import ConversationId, Message
from support.ports import Books, Box, UnitOfWork

_NOTE_TRIES, _NOTE_AGAIN_SECONDS = 10, 1.0
"""What went out and is not noted goes out again when its lease ends: a database that is back by then prevents that."""

_log = structlog.get_logger()


BoxOf = Callable[[UnitOfWork], Box]
"""Which box of a unit of work is meant."""


def _outbox(uow: UnitOfWork) -> Box:
    return uow.outbox


class Sender(Protocol):
    """The outgoing half of a channel."""

    pace: Pace

    def parts(self, message: Message) -> Sequence[Any]:
        """Return what the message becomes on this channel, in the order it is sent; the same each time it is asked."""

    async def send(self, conversation_id: ConversationId, part: Any, *, key: str) -> str | None:
        """Send a part and return the channel's name for it, if it gives one.

        `key` is the same each time this part is tried: for channels that know idempotency keys.
        Raises: SlowDown, Undeliverable; whatever else is raised is tried again.
        """


def rest(books: Books, channel: str, pace: Pace, box: BoxOf = _outbox) -> float:
    """Return the seconds until there may be something to send and a place for it: no lock is taken to look."""
    if seconds := pace.rest():
        return seconds
    with books.reading() as uow:
        return seconds_until(box(uow).next_due(channel, datetime.now(UTC)))


def lease(books: Books, channel: str, pace: Pace, at_most: int = 1, box: BoxOf = _outbox) -> list[Delivery]:
    """Claim the next messages to send; none while the pace lets nobody go, and none of a customer who has to wait."""
    if pace.rest():
        return []
    now, at_most = datetime.now(UTC), min(at_most, pace.room())
    with books.writing() as uow:
        leased = box(uow).lease_heads(
            channel, now, at_most=at_most, rest=lambda message: pace.rest_in(message.conversation_id)
        )
        uow.commit()
        return leased


async def deliver(books: Books, delivery: Delivery, sender: Sender) -> None:
    """Send a leased message; whatever goes wrong, note it and let it come due again."""
    gone = Gone(books, delivery.message)
    after = delivery if delivery.state is State.DEAD else await _tried(gone, delivery, sender)
    if after.state is State.DEAD:
        _log.error("outbox.message.dead", message=delivery.message.id, fault=after.fault)
    try:
        await insist(lambda: _save(books, delivery, after, gone))
    except Conflict:
        _log.warning("outbox.message.overtaken", message=delivery.message.id)
        await insist(gone.note)  # it went out all the same


async def insist(note: Callable[[], None]) -> None:
    """Note what became of a message, tried again while the database is away or busy."""
    for _ in range(_NOTE_TRIES - 1):
        try:
            return await asyncio.to_thread(note)
        except Unavailable as error:
            trouble(_log, "outbox.note.failed", error)
        await asyncio.sleep(_NOTE_AGAIN_SECONDS)
    await asyncio.to_thread(note)


class Gone:
    """The parts of a message that the channel has taken; the last of them is noted with what comes after it.

    A crash in between repeats that one part, no other.
    """

    def __init__(self, books: Books, message: Message) -> None:
        """Nothing is looked up yet."""
        self._books = books
        self._message = message
        self.last: tuple[int, str] | None = None
        """Its number and what the channel calls it, until it is noted."""

    def noted(self) -> dict[int, str]:
        """Return the parts that the books know of: number to the channel's name."""
        with self._books.reading() as uow:
            return uow.receipts.parts(self._message.id)

    async def flush(self) -> None:
        """Note the last part by itself: another is about to go."""
        if self.last is not None:
            await asyncio.to_thread(self.note)
            self.last = None

    def note(self) -> None:
        """Note the last part in a transaction of its own."""
        with self._books.writing() as uow:
            self.write(uow)
            uow.commit()

    def write(self, uow: UnitOfWork) -> None:
        """Note the last part in the caller's transaction; twice is no harm."""
        if self.last is not None:
            mail.sent(uow, self._message, *self.last)


async def _tried(gone: Gone, delivery: Delivery, sender: Sender) -> Delivery:
    """Return the delivery as it stands after an attempt at what is left of it."""
    conversation_id = delivery.message.conversation_id
    try:
        seconds = await asyncio.wait_for(_send(gone, delivery, sender), WORK_SECONDS)
        return delivery.queued(datetime.now(UTC), seconds) if seconds else delivery.settled()
    except SlowDown as error:
        sender.pace.slow_down(conversation_id, error.seconds, to_all=error.to_all)
        _log.info("outbox.message.slowed", message=delivery.message.id, seconds=error.seconds)
        return delivery.postponed(datetime.now(UTC), error.seconds, str(error))
    except Undeliverable as error:
        return delivery.dead(str(error))
    except Exception as error:
        _log.exception("outbox.send.failed", message=delivery.message.id, attempt=delivery.attempts)
        fault, chance = f"{type(error).__name__}: {error}", random.random()
        return delivery.failed(datetime.now(UTC), fault, chance=chance, factor=SEND_FACTOR)


async def _send(gone: Gone, delivery: Delivery, sender: Sender) -> float:
    """Send the parts that have not gone yet; return 0, or the seconds until the next may go."""
    message = delivery.message
    parts = sender.parts(message)
    is_again = delivery.attempts > 1 or len(parts) > 1
    noted = await asyncio.to_thread(gone.noted) if is_again else {}
    for number, part in enumerate(parts):
        if number in noted:
            continue
        if seconds := await sender.pace.turn(message.conversation_id):
            return seconds
        await gone.flush()
        external_id = await sender.send(message.conversation_id, part, key=f"{message.id}/{number}")
        if external_id is not None:
            gone.last = (number, fitting(external_id))
    return 0.0


def _save(books: Books, before: Delivery, after: Delivery, gone: Gone) -> None:
    message = before.message
    with books.writing() as uow:
        if before.state is not State.DEAD:
            uow.outbox.save(before, after)
        gone.write(uow)
        if after.state is State.DEAD:
            died = DeliveryDied(
                conversation_id=message.conversation_id, message_id=message.id, box="outbox", fault=after.fault
            )
            uow.record(died)
        uow.commit()
