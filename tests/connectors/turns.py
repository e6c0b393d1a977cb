"""Turns in a test: what arrives, bots that do as they are told, what was said."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.ear import Ear
from app.turns import current_turn
from connectors import inbox
from connectors.downloads import Downloads
from connectors.outcomes import Batch
from connectors.worker import Worker
from store.unit_of_work import SqlBooks
from support import mail
from support.errors import NotFound
from support.messages import Attachment, Author, Message, conversation

ANNA = conversation("webchat", "anna")


def arrives(books: SqlBooks, id: str, conversation_id: str = ANNA) -> Message:
    message = Message(
        id=id, conversation_id=conversation_id, author=Author.CUSTOMER, text=f"text {id}", sent_at=datetime.now(UTC)
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        uow.commit()
    return message


async def echo(message: Message) -> None:
    """A bot that answers twice and remembers."""
    turn = current_turn.get()
    assert turn is not None
    turn.memory = f"[{message.id}]"
    for text in ("one", "two"):
        turn.replies.append(
            Message(
                id="",
                conversation_id=message.conversation_id,
                author=Author.BOT,
                text=f"{text} to {message.id}",
                sent_at=message.sent_at,
                language="sv",
            )
        )


def deciding(intent: str, *guesses: str) -> Callable[[Message], Awaitable[None]]:
    """Return a bot that decides this of whatever it reads."""

    async def run(message: Message) -> None:
        await echo(message)
        turn = current_turn.get()
        assert turn is not None
        decision = {"intent": intent, "guesses": [{"intent": guess} for guess in guesses]}
        turn.replies[:] = [replace(reply, data={"decision": decision}) for reply in turn.replies]

    return run


async def broken(_message: Message) -> None:
    raise RuntimeError("no model")


async def silent(_message: Message) -> None:
    """A bot whose action failed: Rasa swallows that."""


class Bot:
    """A channel whose bot does as it is told, and whose files are at hand."""

    def __init__(self, run: Callable[[Message], Awaitable[None]], **files: bytes) -> None:
        self.run = run
        self._files = files

    async def attend(self, _message: Message) -> None:
        raise ConnectionError("nothing hangs on it")

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        if file.source not in self._files:
            raise NotFound("the link has expired")
        return self._files[file.source], file.media_type


def answers(books: SqlBooks, batch: Batch, run: Callable[[Message], Awaitable[None]], **files: bytes) -> None:
    asyncio.run(inbox.answer(books, batch, Bot(run, **files), Downloads()))


def leased(books: SqlBooks, hold: timedelta = timedelta()) -> Batch:
    (batch,) = claimed(books, hold)
    return batch


def claimed(books: SqlBooks, hold: timedelta = timedelta()) -> list[Batch]:
    return inbox.lease(books, "webchat", hold, Downloads())


def at_work(books: SqlBooks, bot: Bot, ear: Ear) -> Worker[Batch]:
    """Return a worker on the inbox, not begun yet."""
    downloads = Downloads()

    def lease(_at_most: int) -> list[Batch]:
        return inbox.lease(books, "webchat", timedelta(), downloads)

    def work(batch: Batch) -> Awaitable[None]:
        return inbox.answer(books, batch, bot, downloads)

    return Worker(lambda: inbox.rest(books, "webchat"), lease, work, ear)


def said(books: SqlBooks) -> list[str]:
    with books.reading() as uow:
        return [message.text for message in uow.outbox.messages(ANNA)]
