"""What is sent: in order, once, at the channel's pace, part by part."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.ear import Ear
from connectors import outbox
from connectors.pace import Pace
from connectors.worker import Worker
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery, State
from support.errors import SlowDown, Undeliverable
from support.events import DeliveryDied
from support.messages import Author, ConversationId, Message, conversation
from support.receipts import Receipt, Status
from tests.connectors.conftest import Asked

ANNA = conversation("webchat", "anna")


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


def delivers(books: SqlBooks, channel: Channel, *, seconds_later: float = 0.0) -> Delivery | None:
    """Lease what is due then, and deliver it."""
    with books.writing() as uow:
        leased = uow.outbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=seconds_later))
        uow.commit()
    if leased is None:
        return None
    asyncio.run(outbox.deliver(books, leased, channel))
    with books.reading() as uow:
        return uow.outbox.get(leased.message.id)


def test_what_was_sent_is_settled_and_has_the_channels_name(books: SqlBooks) -> None:
    posted(books, "m1")
    after = delivers(books, Channel())

    assert after is not None and after.state is State.SETTLED
    with books.reading() as uow:
        assert uow.receipts.parts("m1") == {0: "external 1"}


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_part_costs_one_transaction_and_settling_none(books: SqlBooks, asked: Asked, parts: int) -> None:
    posted(books, "m1", "\n".join("hello" for _ in range(parts)))
    asked.forget()
    after = delivers(books, Channel())

    assert after is not None and after.state is State.SETTLED
    assert asked.writings == 1 + parts  # the lease, and each part


def test_each_part_is_noted_before_the_next_is_sent(books: SqlBooks) -> None:
    posted(books, "m1", "one\ntwo")
    noted = list[dict[int, str]]()

    class Watched(Channel):
        async def send(self, conversation_id: ConversationId, part: Any, *, key: str) -> str | None:
            with books.reading() as uow:
                noted.append(uow.receipts.parts("m1"))
            return await super().send(conversation_id, part, key=key)

    delivers(books, Watched())
    assert noted == [{}, {0: "external 1"}]  # who dies now repeats one part at most


def test_what_an_overtaken_worker_sent_is_noted_all_the_same(books: SqlBooks) -> None:
    posted(books, "m1")
    with books.writing() as uow:
        slow = uow.outbox.lease_next("webchat", datetime.now(UTC))
        uow.commit()
    assert slow is not None
    delivers(books, Channel(ConnectionError("the quick one fails")), seconds_later=60)  # the slow one's lease ran out

    asyncio.run(outbox.deliver(books, slow, Channel()))
    quick = Channel()
    delivers(books, quick, seconds_later=120)
    assert quick.sent == []


def test_a_failed_send_is_tried_again_and_holds_back_what_follows(books: SqlBooks) -> None:
    posted(books, "m1")
    posted(books, "m2")
    channel = Channel(ConnectionError("provider is down"))
    after = delivers(books, channel)

    assert after is not None and after.fault == "ConnectionError: provider is down"
    assert delivers(books, channel) is None  # m2 waits for m1
    assert delivers(books, channel, seconds_later=3) is not None
    assert channel.sent == [("hello", "m1/0")]


def test_a_part_that_went_out_is_not_sent_again(books: SqlBooks) -> None:
    posted(books, "m1", "one\ntwo\nthree")
    channel = Channel(None, ConnectionError("reset"))
    delivers(books, channel)
    delivers(books, channel, seconds_later=3)

    assert channel.sent == [("one", "m1/0"), ("two", "m1/1"), ("three", "m1/2")]


@pytest.mark.parametrize("text", ["one", "one\ntwo"])
def test_a_part_that_only_its_receipt_tells_of_is_not_sent_again(books: SqlBooks, text: str) -> None:
    posted(books, "m1", text)
    delivers(books, Channel(ConnectionError("the line broke after the provider had taken it")))
    hears(books, "wamid.1", Status.SENT, key="m1/0")
    channel = Channel()
    after = delivers(books, channel, seconds_later=3)

    assert after is not None and after.state is State.SETTLED
    assert [part for part, _ in channel.sent] == text.split("\n")[1:]
    with books.reading() as uow:
        assert uow.receipts.parts("m1")[0] == "wamid.1"


@pytest.mark.parametrize("key", [None, "", "m1", "m1/", "m1/x", "m1/²", "m2/0", "parley"])
def test_a_receipt_with_a_name_that_is_not_ours_is_kept_and_changes_nothing(books: SqlBooks, key: str | None) -> None:
    posted(books, "m1")
    hears(books, "wamid.1", Status.SENT, key=key)
    channel = Channel()
    delivers(books, channel)

    assert channel.sent == [("hello", "m1/0")]


def test_what_failed_did_not_go_out(books: SqlBooks) -> None:
    posted(books, "m1")
    hears(books, "wamid.1", Status.FAILED, key="m1/0")

    with books.reading() as uow:
        assert uow.receipts.parts("m1") == {}


def test_a_channel_that_asks_to_wait_is_heard(books: SqlBooks) -> None:
    posted(books, "m1")
    channel = Channel(SlowDown("429 from the provider", 7))
    after = delivers(books, channel)

    assert after is not None and (after.attempts, after.state) == (0, State.PENDING)
    assert 6 < (after.due_at - datetime.now(UTC)).total_seconds() <= 7
    assert channel.pace.wait(ANNA) > 6  # nothing else goes to this customer either
    assert channel.pace.wait(conversation("webchat", "bob")) == 0.0


def test_what_will_never_be_taken_dies_at_once_and_frees_what_follows(books: SqlBooks) -> None:
    posted(books, "m1")
    posted(books, "m2")
    channel = Channel(Undeliverable("131026: this number has no WhatsApp"))
    after = delivers(books, channel)

    assert after is not None and (after.state, after.fault) == (State.DEAD, "131026: this number has no WhatsApp")
    with books.reading() as uow:
        died = [e.event for e in uow.events.since(0) if isinstance(e.event, DeliveryDied)]
    assert [(event.message_id, event.box) for event in died] == [("m1", "outbox")]
    assert delivers(books, channel) is not None
    assert channel.sent == [("hello", "m2/0")]


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


def test_a_slow_worker_cannot_undo_what_another_did(books: SqlBooks) -> None:
    posted(books, "m1")
    with books.writing() as uow:
        slow = uow.outbox.lease_next("webchat", datetime.now(UTC))
        uow.commit()
    assert slow is not None
    delivers(books, Channel(), seconds_later=60)  # its lease has run out: another worker sends

    asyncio.run(outbox.deliver(books, slow, Channel(ConnectionError("late"))))
    with books.reading() as uow:
        delivery = uow.outbox.get("m1")
    assert delivery is not None and delivery.state is State.SETTLED


def test_what_a_person_brought_back_after_days_keeps_the_pace_too(books: SqlBooks) -> None:
    days_ago = datetime.now(UTC) - timedelta(days=3)
    message = Message(id="m1", conversation_id=ANNA, author=Author.BOT, text="one\ntwo", sent_at=days_ago)
    with books.writing() as uow:
        uow.outbox.put(Delivery(message=message, due_at=days_ago, state=State.DEAD, fault="no network"))
        uow.outbox.revive("m1", datetime.now(UTC))
        uow.commit()
    after = delivers(books, Channel(pace=Pace(per_second=30, per_chat_second=1)))

    assert after is not None and after.state is State.PENDING  # its second part waits for its second
