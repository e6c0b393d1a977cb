"""A desk that says things on Telegram, and what a customer sees of it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from connectors import outbox
from connectors.telegram.channel import Telegram as Channel
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery
from support.messages import Author, Button, Message, conversation
from tests.standins.record import Sent

YES, NO = Button(title="Ja", payload="answer_helpful"), Button(title="Nej", payload="answer_not_helpful")


class Desk:
    """Says things through the outbox, as the bot and people do."""

    def __init__(self, books: SqlBooks) -> None:
        self.books = books
        self.count = 0

    def says(self, to: str, text: str = "", *, id: str = "", **more: Any) -> Delivery:
        """Post a message, deliver it once, and return how it stands."""
        self.count += 1
        message = Message(
            id=id or f"said-{self.count}/0",
            conversation_id=conversation("telegram", to),
            author=Author.BOT,
            text=text,
            sent_at=datetime.now(UTC),
            **more,
        )
        with self.books.writing() as uow:
            mail.post(uow, message)
            uow.commit()
        return self.tries(message.id)

    def tries(self, message_id: str) -> Delivery:
        asyncio.run(self._delivers())
        with self.books.reading() as uow:
            after = uow.outbox.get(message_id)
        assert after is not None
        return after

    async def _delivers(self) -> None:
        channel = Channel()
        channel.pace.wait = lambda _conversation_id: 0.0  # type: ignore[method-assign]
        (leased,) = outbox.lease(self.books, "telegram", channel.pace)
        await outbox.deliver(self.books, leased, channel)
        await channel._api.close()


def buttons(sent: Sent) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = sent.body["reply_markup"]["inline_keyboard"]
    return rows
