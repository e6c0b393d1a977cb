"""WhatsApp's stand-in, and our side of it without a bot: what comes in is stored, what is said is delivered."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pytest

from connectors import outbox
from connectors.arrivals import take
from connectors.webhook import understood
from connectors.whatsapp.channel import WhatsApp as Channel
from connectors.whatsapp.parse import parse
from connectors.whatsapp.settings import WhatsAppSettings
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery
from support.messages import Author, Message, conversation
from support.receipts import Status
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


class Shop:
    """Our side: its books, and a channel with the stand-in's token."""

    def __init__(self, whatsapp: WhatsApp, books: SqlBooks) -> None:
        self.whatsapp, self.books = whatsapp, books
        self.here = WhatsAppSettings(
            token=whatsapp.token,
            phone_number_id=(whatsapp.business.phone_number_id,),
            app_secret=whatsapp.business.app_secret,
            verify_token="open-sesame",
            api=whatsapp.url,
        )
        self._taken = 0

    def set(self, **settings: Any) -> None:
        """Change settings."""
        self.here = self.here.copy(update=settings)

    def takes(self, *bodies: bytes) -> None:
        """Store these webhooks, or all that have come meanwhile."""
        new = bodies or tuple(self.whatsapp.webhooks.bodies[self._taken :])
        self._taken = len(self.whatsapp.webhooks.bodies)
        understand = partial(parse, numbers=self.here.phone_number_id)
        with self.books.writing() as uow:
            for arrival in [found for body in new for found in understood("whatsapp", understand, body)]:
                take(uow, arrival)
            uow.commit()

    def message(self, to: Customer, text: str, **more: Any) -> Message:
        """Return what the bot would say."""
        address = f"{self.whatsapp.business.phone_number_id}.{to.address}"
        fields = {"id": uuid4().hex, "author": Author.BOT, "sent_at": datetime.now(UTC), "language": "en", **more}
        return Message(conversation_id=conversation("whatsapp", address), text=text, **fields)

    def says(self, to: Customer, text: str, **more: Any) -> Delivery:
        """Say it, try once to deliver it, and return how the delivery stands."""
        message = self.message(to, text, **more)
        with self.books.writing() as uow:
            mail.post(uow, message)
            uow.commit()
        return self.tries()

    def tries(self, seconds_later: float = 0.0) -> Delivery:
        """Deliver what is due then, once; return how it stands."""
        with self.books.writing() as uow:
            leased = uow.outbox.lease_next("whatsapp", datetime.now(UTC) + timedelta(seconds=seconds_later))
            uow.commit()
        assert leased is not None, "nothing is due"
        self.uses(lambda channel: outbox.deliver(self.books, leased, channel))
        with self.books.reading() as uow:
            after = uow.outbox.get(leased.message.id)
        assert after is not None
        return after

    def sends_part(self, message: Message, number: int) -> None:
        """Send one part of a message and note it, as the outbox does, and then die."""

        async def send(channel: Channel) -> str | None:
            part = channel.parts(message)[number]
            return await channel.send(message.conversation_id, part, key=f"{message.id}/{number}")

        external_id = self.uses(send)
        with self.books.writing() as uow:
            mail.sent(uow, message, number, external_id)
            uow.commit()

    def uses(self, work: Any) -> Any:
        """Return what `work` does with a channel."""

        async def use() -> Any:
            channel = Channel(self.here, self.books)
            try:
                return await work(channel)
            finally:
                await channel.graph.close()

        return asyncio.run(use())

    def status(self, delivery: Delivery) -> tuple[Status, str | None]:
        """Return how far a message has come, once Meta has told all it tells."""
        until = monotonic() + 5
        while self.whatsapp.sending.errands and monotonic() < until:
            sleep(0.01)
        self.takes()
        with self.books.reading() as uow:
            return uow.receipts.of([delivery.message.id])[delivery.message.id]

    def inbox(self, of: Customer) -> list[Message]:
        """Return what the customer has sent, as it is in the books."""
        with self.books.reading() as uow:
            return uow.inbox.messages(self.message(of, "").conversation_id)


@pytest.fixture
def shop(whatsapp: WhatsApp, books: SqlBooks) -> Shop:
    return Shop(whatsapp, books)


@pytest.fixture
def anna(whatsapp: WhatsApp, shop: Shop) -> Customer:
    """A customer who has just written, so that free text is taken."""
    customer = whatsapp.customer()
    customer.writes("hej")
    shop.takes()
    return customer
