"""Sending in a test: channels that do as they are told, what is posted, leased and delivered."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors import outbox
from connectors.pace import Pace
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery
from support.messages import Author, ConversationId, Message
from support.receipts import Receipt, Status
from tests.connectors.turns import ANNA


class Channel:
    """Sends a message line by line; what is in `faults` is raised, first to last, before anything goes out."""

    def __init__(self, *faults: Exception | None, pace: Pace | None = None) -> None:
        self.pace = pace or Pace(per_second=None, per_chat_second=None)
        self.sent: list[tuple[str, str]] = []
        self._faults = list(faults)

    def parts(self, message: Message) -> Sequence[str]:
        return message.text.split("\n")

    async def send(self, conversation_id: ConversationId, part: Any, *, key: str) -> str | None:
        fault = self._faults.pop(0) if self._faults else None
        if fault is not None:
            raise fault
        self.sent.append((part, key))
        return f"external {len(self.sent)}"


def posted(books: SqlBooks, id: str, text: str = "hello", *, to: ConversationId = ANNA) -> None:
    message = Message(id=id, conversation_id=to, author=Author.BOT, text=text, sent_at=datetime.now(UTC))
    with books.writing() as uow:
        mail.post(uow, message)
        uow.commit()


def hears(books: SqlBooks, external_id: str, status: Status, *, key: str | None) -> None:
    """The provider tells how far something has come."""
    now = datetime.now(UTC)
    with books.writing() as uow:
        mail.acknowledge(uow, Receipt(channel="webchat", external_id=external_id, status=status, at=now, key=key))
        uow.commit()


def leased(books: SqlBooks, *, seconds_later: float = 0.0) -> Delivery | None:
    """Lease what is due then."""
    with books.writing() as uow:
        found = uow.outbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=seconds_later))
        uow.commit()
    return found


def delivers(books: SqlBooks, channel: Channel, *, seconds_later: float = 0.0) -> Delivery | None:
    """Lease what is due then, deliver it, and return what became of it."""
    found = leased(books, seconds_later=seconds_later)
    if found is None:
        return None
    asyncio.run(outbox.deliver(books, found, channel))
    with books.reading() as uow:
        return uow.outbox.get(found.message.id)
