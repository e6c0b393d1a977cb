"""Many posts, one commit; each hears of its own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from connectors.arrivals import Arrived
from connectors.ledger import Ledger
from store.turnstile import Turnstile
from store.unit_of_work import SqlBooks
from support.errors import Unavailable
from support.messages import Author, Message, conversation


def a_post(id: str, text: str = "hello") -> list[Arrived]:
    message = Message(
        id=id,
        conversation_id=conversation("whatsapp", "anna"),
        author=Author.CUSTOMER,
        text=text,
        sent_at=datetime.now(UTC),
    )
    return [Arrived(message=message)]


def kept(books: SqlBooks) -> list[str]:
    with books.reading() as uow:
        return [message.id for message in uow.inbox.messages(conversation("whatsapp", "anna"))]


def test_a_hundred_posts_are_kept_in_order(books: SqlBooks) -> None:
    async def post() -> None:
        ledger = Ledger(books)
        await asyncio.gather(*(ledger.keep(a_post(f"m{number}")) for number in range(100)))

    asyncio.run(post())
    assert kept(books) == [f"m{number}" for number in range(100)]


def test_a_post_is_on_disk_when_it_is_answered(books: SqlBooks) -> None:
    async def post() -> None:
        await Ledger(books).keep(a_post("m1"))
        assert kept(books) == ["m1"]

    asyncio.run(post())


def test_one_that_is_refused_takes_no_other_with_it(books: SqlBooks) -> None:
    async def post() -> list[object]:
        ledger = Ledger(books)
        posts = [a_post("m1"), a_post("m2", text="\ud800"), a_post("m3")]  # half a letter: no database takes it
        return list(await asyncio.gather(*(ledger.keep(post) for post in posts), return_exceptions=True))

    first, second, third = asyncio.run(post())
    assert (first, third) == (True, True)
    assert isinstance(second, UnicodeEncodeError)
    assert kept(books) == ["m1", "m3"]


def test_behind_a_writer_that_was_stopped_no_post_waits_for_every_other(
    books: SqlBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books._line, "_patience_seconds", 0.2)

    async def post() -> list[object]:
        ledger = Ledger(books)
        posts = (ledger.keep(a_post(f"m{number}")) for number in range(20))
        return list(await asyncio.gather(*posts, return_exceptions=True))

    began = monotonic()
    with Turnstile(tmp_path / "parley.db.lock"):
        answers = asyncio.run(post())
    assert {type(answer) for answer in answers} == {Unavailable}
    assert monotonic() - began < 2  # one after the other it would be four
    assert asyncio.run(post()) == [True] * 20


def test_whoever_went_away_stops_nobody(books: SqlBooks) -> None:
    async def post() -> None:
        ledger = Ledger(books)
        impatient = asyncio.create_task(ledger.keep(a_post("m1")))
        await asyncio.sleep(0)
        impatient.cancel()
        await ledger.keep(a_post("m2"))
        with pytest.raises(asyncio.CancelledError):
            await impatient

    asyncio.run(post())
    assert kept(books) == ["m1", "m2"]
