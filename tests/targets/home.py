"""Web and target worker as they run in real life, over a database of their own; no bot is needed: people answer."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from desk import contacts
from desk.handing_over import open_handoff
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Handoff, Reason
from support.messages import Attachment, Author, ConversationId, Message
from tests.customer import Customer
from tests.databases import with_tables
from tests.house import House

CONTEXT = {
    "language": "sv",
    "tried": [{"hits": [{"slug": "refunds", "title": "Pengarna tillbaka", "language": "sv", "score": 0.41}]}],
    "slots": {"order_number": "TM-1042"},
}


class Home(House):
    """A house of two rooms."""

    def __init__(self, folder: Path, **environment: str) -> None:
        quiet = {"PARLEY_SURVEY": "off"}  # a farewell is the last word then
        super().__init__(folder, **quiet | environment)
        folder.mkdir(parents=True, exist_ok=True)
        url = environment.get("PARLEY_DATABASE_URL", f"sqlite:///{folder / 'parley.db'}")
        self.engine = open_engine(url)
        with_tables(self.engine)
        self.books = SqlBooks(self.engine)

    def wait(self) -> None:
        """Return when the web server answers, and the worker, which answers nobody, has put its bookmark."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health", timeout=3, trust_env=False).status_code == 200:
                    break
            time.sleep(0.05)
        if "targets" in self._running:
            assert comes_true(self._follows, 60), self.log("targets")[-2000:]
        for name, process in self._running.items():
            assert process.poll() is None, f"{name} ended: {self.log(name)[-2000:]}"

    def _follows(self) -> bool:
        with self.books.reading() as uow:
            return uow.bookmarks.claim(self.environment["PARLEY_HANDOFF"]) is not None

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.books.dispose()

    def visitor(self) -> Customer:
        """Return a customer at the web chat."""
        return Customer(self.url, "sv")

    def is_told(self, customer: Customer, text: str) -> None:
        """Have the bot say something, as the bot process would."""
        self.posts(customer.conversation_id, text)

    def posts(self, conversation_id: str, text: str, author: Author = Author.BOT, name: str | None = None) -> None:
        """Say something to a customer."""
        now = datetime.now(UTC)
        message = Message(
            id=f"said-{now.timestamp()}/0",
            conversation_id=ConversationId(conversation_id),
            author=author,
            name=name,
            text=text,
            sent_at=now,
            language="sv",
        )
        with self.books.writing() as uow:
            mail.post(uow, message)
            uow.commit()

    def receives(self, conversation_id: str, text: str, *files: Attachment, **more: Any) -> Message:
        """Take a message of another channel's customer in."""
        now = datetime.now(UTC)
        message = Message(
            id=f"came-{now.timestamp()}",
            conversation_id=ConversationId(conversation_id),
            author=Author.CUSTOMER,
            text=text,
            sent_at=now,
            attachments=files,
            **more,
        )
        with self.books.writing() as uow:
            mail.receive(uow, message, now=now)
            contacts.meet(uow, message)
            uow.commit()
        return message

    def hands_over(self, conversation_id: str, opened_by: str = "m1", reason: Reason = Reason.ASKED) -> Handoff:
        """Give the conversation to people, as the bot does."""
        with self.books.writing() as uow:
            handoff = open_handoff(
                uow,
                ConversationId(conversation_id),
                reason=reason,
                opened_by=f"{conversation_id}/{opened_by}",
                context=CONTEXT,
                now=datetime.now(UTC),
            )
            uow.commit()
        return handoff

    def handoff(self, conversation_id: str) -> Handoff:
        """Return the conversation's latest handoff."""
        with self.books.reading() as uow:
            found = uow.handoffs.latest(ConversationId(conversation_id))
        assert found is not None
        return found

    def said(self, conversation_id: str) -> list[Message]:
        """Return what was said to the customer."""
        with self.books.reading() as uow:
            return uow.outbox.messages(ConversationId(conversation_id))


def comes_true(is_so: Any, seconds: float = 60) -> bool:
    """Return whether something becomes so in time."""
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(is_so())
