"""What is sent goes at the channel's pace, and who has to wait holds nobody up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from app.ear import Ear
from connectors import outbox
from connectors.pace import Pace
from connectors.worker import Worker
from store.unit_of_work import SqlBooks
from support.deliveries import Delivery, State
from support.errors import SlowDown
from support.messages import Author, Message, conversation
from tests.connectors.conftest import Asked
from tests.connectors.sendings import Channel, delivers, posted
from tests.connectors.turns import ANNA


def test_a_channel_that_asks_to_wait_is_heard(books: SqlBooks) -> None:
    posted(books, "m1")
    channel = Channel(SlowDown("429 from the provider", 7))
    after = delivers(books, channel)

    assert after is not None and (after.attempts, after.state) == (0, State.PENDING)
    assert 6 < (after.due_at - datetime.now(UTC)).total_seconds() <= 7
    assert channel.pace.wait(ANNA) > 6  # nothing else goes to this customer either
    assert channel.pace.wait(conversation("webchat", "bob")) == 0.0


def test_parts_keep_the_pace_of_the_chat(books: SqlBooks) -> None:
    posted(books, "m1", "one\ntwo")
    time = [100.0]
    channel = Channel(pace=Pace(per_second=30, per_chat_second=1, clock=lambda: time[0]))
    after = delivers(books, channel)

    assert channel.sent == [("one", "m1/0")]
    assert after is not None and after.attempts == 0  # waiting is no failure
    time[0] += 1
    delivers(books, channel, seconds_later=2)
    assert [part for part, _ in channel.sent] == ["one", "two"]


def works_off(books: SqlBooks, ear: Ear, channel: Channel, count: int) -> None:
    """Have a worker send until so many parts are gone, and end."""

    async def work() -> None:
        worker = Worker(
            lambda: outbox.rest(books, "webchat", channel.pace),
            lambda at_most: outbox.lease(books, "webchat", channel.pace, at_most),
            lambda delivery: outbox.deliver(books, delivery, channel),
            ear,
            at_once=8,
        )
        worker.start()
        while len(channel.sent) < count:
            await asyncio.sleep(0.01)
        await worker.stop()

    asyncio.run(asyncio.wait_for(work(), 30))


@pytest.mark.parametrize("per_second", [3, 60])
def test_what_waits_for_a_place_on_the_channel_is_leased_once(
    books: SqlBooks, ear: Ear, asked: Asked, per_second: int
) -> None:
    count = per_second * 2
    for number in range(count):
        posted(books, f"m{number}", to=conversation("webchat", f"customer{number}"))
    asked.forget()
    works_off(books, ear, Channel(pace=Pace(per_second=per_second, per_chat_second=1)), count)

    assert asked.writings <= 2 * count  # a lease and what became of it, at most


def test_who_has_to_wait_is_put_off_once_and_holds_nobody_up(books: SqlBooks, ear: Ear, asked: Asked) -> None:
    channel = Channel(pace=Pace(per_second=None, per_chat_second=2))
    for number in range(3):
        posted(books, f"a{number}", f"to anna {number}")
    for number in range(40):
        posted(books, f"b{number}", to=conversation("webchat", f"customer{number}"))
    asked.forget()
    works_off(books, ear, channel, 43)

    (first, second, third) = [place for place, (text, _) in enumerate(channel.sent) if "anna" in text]
    assert first < 40 and (second, third) == (41, 42)  # everybody else went before her second one
    assert asked.writings <= 2 * 43 + 2


def test_nothing_is_leased_while_all_have_to_wait(books: SqlBooks) -> None:
    posted(books, "m1")
    pace = Pace(per_second=None, per_chat_second=None)
    pace.slow_down(ANNA, 60, to_all=True)

    assert outbox.lease(books, "webchat", pace) == []
    assert 59 < outbox.rest(books, "webchat", pace) <= 60


def test_what_a_person_brought_back_after_days_keeps_the_pace_too(books: SqlBooks) -> None:
    days_ago = datetime.now(UTC) - timedelta(days=3)
    message = Message(id="m1", conversation_id=ANNA, author=Author.BOT, text="one\ntwo", sent_at=days_ago)
    with books.writing() as uow:
        uow.outbox.put(Delivery(message=message, due_at=days_ago, state=State.DEAD, fault="no network"))
        uow.outbox.revive("m1", datetime.now(UTC))
        uow.commit()
    after = delivers(books, Channel(pace=Pace(per_second=30, per_chat_second=1)))

    assert after is not None and after.state is State.PENDING  # its second part waits for its second
