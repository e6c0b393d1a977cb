"""What a browser hears: what it missed, what happens now, and who is at work."""

import asyncio
from datetime import UTC, datetime

from app.bell import Bell
from app.ear import Ear
from connectors.webchat.stream import Stream
from desk.handing_over import open_handoff
from store.unit_of_work import SqlBooks
from support.handoffs import Reason
from tests.connectors.turns import ANNA, arrives


class Browser:
    """Takes what is sent until it has what it waits for, and goes away."""

    def __init__(self, until: str) -> None:
        self.heard: list[str] = []
        self._until = until

    async def send(self, data: str) -> None:
        self.heard.append(data)
        if self._until in data:
            raise ConnectionResetError


def hears(books: SqlBooks, *, after: int, until: str) -> list[str]:
    """Return what a browser is sent that comes back with this `Last-Event-ID`."""
    browser = Browser(until)

    async def listen() -> None:
        stream = Stream(books, Bell(books, Ear(books)), ANNA, after)
        try:
            await stream.run(browser, is_closing=lambda: False)
        except ConnectionResetError:
            return

    asyncio.run(asyncio.wait_for(listen(), 10))
    return browser.heard


def test_the_bot_types_when_it_has_something_to_answer(books: SqlBooks) -> None:
    arrives(books, "m1")

    *_, message, typing = hears(books, after=0, until="event: typing")
    assert "event: message\nid: 1\n" in message and "text m1" in message
    assert '{"on": true}' in typing


def test_the_bot_does_not_type_while_people_hold_the_conversation(books: SqlBooks) -> None:
    """Nor for a browser that has heard of the handoff before it went away."""
    with books.writing() as uow:
        open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m0", context={}, now=datetime.now(UTC))
        uow.commit()
    arrives(books, "m1")

    for after in (0, 1):
        assert '{"on": false}' in hears(books, after=after, until="event: typing")[-1]
