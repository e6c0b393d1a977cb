"""What was said goes out, in order per conversation; what fails is tried again, then left DEAD for people to see."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from support.deliveries import Delivery
from support.messages import Message
from support.ports import Books

Send = Callable[[Message], Awaitable[None]]

_log = structlog.get_logger()


async def deliver(books: Books, delivery: Delivery, send: Send) -> None:
    """Send a leased message; whatever goes wrong, note it and let it come due again."""
    try:
        await send(delivery.message)
        after = delivery.settled()
    except Exception as error:
        _log.exception("outbox.send.failed", message=delivery.message.id, attempt=delivery.attempts)
        after = delivery.failed(datetime.now(UTC), f"{type(error).__name__}: {error}")
    await asyncio.to_thread(_save, books, after)


def _save(books: Books, delivery: Delivery) -> None:
    with books.writing() as uow:
        uow.outbox.save(delivery)
        uow.commit()
