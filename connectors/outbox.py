"""What was said goes out, in order per conversation; what fails is tried again, then left DEAD for people to see."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from support.deliveries import WORK_SECONDS, Delivery, State
from support.messages import Message
from support.ports import Books

Send = Callable[[Message], Awaitable[None]]

_log = structlog.get_logger()


async def deliver(books: Books, delivery: Delivery, send: Send) -> None:
    """Send a leased message; whatever goes wrong, note it and let it come due again."""
    if delivery.state is State.DEAD:
        _log.error("outbox.send.dead", message=delivery.message.id, fault=delivery.fault)
        return
    try:
        await asyncio.wait_for(send(delivery.message), WORK_SECONDS)
        after = delivery.settled()
    except Exception as error:
        _log.exception("outbox.send.failed", message=delivery.message.id, attempt=delivery.attempts)
        after = delivery.failed(datetime.now(UTC), f"{type(error).__name__}: {error}")
    await asyncio.to_thread(_save, books, after)


def _save(books: Books, delivery: Delivery) -> None:
    with books.writing() as uow:
        uow.outbox.save(delivery)
        uow.commit()
