"""Where the exam is held: the real web app on a free port, real books on disk, the workers' own steps."""

import asyncio
import itertools
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx
from sanic import Sanic

from app.wiring import books
from connectors import outbox
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery, State
from support.messages import Author, Button, Message
from tests.contracts.exam.examinee import Examinee
from tests.ports import free_port
from web.server import create_app

_PATIENCE_SECONDS = 60.0


class Room:
    """One channel under examination."""

    def __init__(self, examinee: Examinee) -> None:
        self.examinee = examinee
        self.books: SqlBooks = books()
        self._doors = Doors()
        self._numbers = itertools.count()
        self.http = httpx.Client(base_url=self._doors.url, trust_env=False, timeout=30)

    def __enter__(self) -> Self:
        self._doors.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self._doors.close()

    def post(self, body: bytes, **headers: str) -> int:
        """Return the status of an authentic post; `headers` replace its own."""
        own = {"Content-Type": "application/json", **self.examinee.signed(body)}
        return self.http.post(self.examinee.path, content=body, headers=own | headers).status_code

    def posts(self, body: bytes, headers: dict[str, str]) -> int:
        """Return the status of a post with these headers only."""
        return self.http.post(self.examinee.path, content=body, headers=headers).status_code

    def received(self) -> list[str]:
        """Return the texts of Anna's in our books, in order."""
        with self.books.reading() as uow:
            return [message.text for message in uow.inbox.messages(self.examinee.anna)]

    def strays(self) -> int:
        """Return how many posts were kept without being understood."""
        with self.books.reading() as uow:
            return len(uow.strays.all())

    def say(self, *texts: str, buttons: tuple[Button, ...] = ()) -> list[Message]:
        """Put answers to Anna into the outbox."""
        said = [
            Message(
                id=f"{self.examinee.anna}:said/{next(self._numbers)}",
                conversation_id=self.examinee.anna,
                author=Author.BOT,
                text=text,
                sent_at=datetime.now(UTC),
                language="en",
                buttons=buttons,
            )
            for text in texts
        ]
        with self.books.writing() as uow:
            assert all([mail.post(uow, message) for message in said])
            uow.commit()
        return said

    def deliver(self) -> list[Delivery]:
        """Send until nothing waits, retries without their waits, and return what became of everything."""
        asyncio.run(self._deliver())
        with self.books.reading() as uow:
            said = uow.outbox.messages(self.examinee.anna)
            found = [uow.outbox.get(message.id) for message in said]
        return [delivery for delivery in found if delivery is not None]

    async def _deliver(self) -> None:
        channel, until = self.examinee.channel(), time.monotonic() + _PATIENCE_SECONDS
        try:
            while (leased := self._leased()) is not None:
                assert time.monotonic() < until, f"still not sent: {leased.fault}"
                await outbox.deliver(self.books, leased, channel)
                await asyncio.sleep(0.02)
        finally:
            await channel.close()

    def _leased(self) -> Delivery | None:
        """Lease as if an hour had gone by: the waits between tries are the deliveries' own test."""
        name = self.examinee.anna.partition(":")[0]
        with self.books.writing() as uow:
            leased = uow.outbox.lease_next(name, datetime.now(UTC) + timedelta(hours=1))
            uow.commit()
        return leased


def all_settled(deliveries: list[Delivery]) -> bool:
    """Whether everything went out."""
    return bool(deliveries) and all(delivery.state is State.SETTLED for delivery in deliveries)


class Doors:
    """The web app in a thread of its own."""

    def __init__(self) -> None:
        self._port = free_port()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Listen."""
        self._thread.start()
        assert self._ready.wait(20)

    def close(self) -> None:
        """Stop listening."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(20)

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        Sanic.test_mode = True  # lets an app of the same name be made again
        app = create_app()
        server: Any = await app.create_server(
            host="127.0.0.1", port=self._port, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        await server.start_serving()
        self._ready.set()
        await self._ended.wait()
        await server.close()
        for connection in list(server.connections):
            connection.abort()


def forget_settings() -> None:
    """Have every setting read anew: they are read once in a process."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("app.", "connectors.")):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
