"""What is sent: in order, once, part by part."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors import outbox
from store.turnstile import Turnstile
from store.unit_of_work import SqlBooks
from support.deliveries import State
from support.errors import Undeliverable
from support.events import DeliveryDied
from support.messages import ConversationId
from support.receipts import Status
from tests.connectors.conftest import Asked
from tests.connectors.sendings import Channel, delivers, hears, leased, posted


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
    slow = leased(books)
    assert slow is not None
    delivers(books, Channel(ConnectionError("the quick one fails")), seconds_later=60)  # the slow one's lease ran out

    asyncio.run(outbox.deliver(books, slow, Channel()))
    quick = Channel()
    delivers(books, quick, seconds_later=120)
    assert quick.sent == []


def test_what_went_out_is_noted_as_soon_as_the_database_is_back(
    books: SqlBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books._line, "_patience_seconds", 0.1)
    monkeypatch.setattr(outbox, "_NOTE_AGAIN_SECONDS", 0.05)
    posted(books, "m1")
    (leased,) = outbox.lease(books, "webchat", Channel().pace)
    stopped = Turnstile(tmp_path / "parley.db.lock")

    async def deliver() -> None:
        with stopped:
            delivering = asyncio.create_task(outbox.deliver(books, leased, Channel()))
            await asyncio.sleep(0.4)
        await delivering

    asyncio.run(deliver())
    again = Channel()
    delivers(books, again, seconds_later=60)
    assert again.sent == []


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


def test_a_slow_worker_cannot_undo_what_another_did(books: SqlBooks) -> None:
    posted(books, "m1")
    slow = leased(books)
    assert slow is not None
    delivers(books, Channel(), seconds_later=60)  # its lease has run out: another worker sends

    asyncio.run(outbox.deliver(books, slow, Channel(ConnectionError("late"))))
    with books.reading() as uow:
        delivery = uow.outbox.get("m1")
    assert delivery is not None and delivery.state is State.SETTLED
