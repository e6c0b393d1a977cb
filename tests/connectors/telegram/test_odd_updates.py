"""No update, however odd, makes the bot deaf for those that come after it."""

import json
import time
from typing import Any

import pytest
import structlog

from connectors import arrivals
from connectors.telegram import batches, ears
from connectors.telegram.batches import confirming
from store.unit_of_work import SqlBooks
from support.errors import Unavailable
from support.ports import UnitOfWork
from tests.connectors.telegram.test_ears import listens, written
from tests.standins.courier import Parcel
from tests.standins.faults import Kind as Fault
from tests.standins.samples import names, payload
from tests.standins.telegram.server import Telegram


def strays(books: SqlBooks) -> list[str]:
    with books.reading() as uow:
        return [stray.body for stray in uow.strays.all()]


def queues(telegram: Telegram, *updates: Any) -> None:
    """Have these come as they stand; one that does not say its number goes with any that does."""

    async def queue() -> None:
        for update in updates:
            telegram.courier.put(Parcel("odd", json.dumps(update).encode(), update.get("update_id", 1)))

    telegram.run(queue())


def of_kind(name: str, number: int) -> dict[str, Any]:
    return {**payload("telegram", name), "update_id": number}


@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": 870000050},
        {"update_id": 870000050, "message": None},
        {"update_id": 870000050, "message": {"text": 5}},
        {"update_id": 870000050, "hologram": "\0\ud800"},
        {"update_id": 870000050, "message": {"message_id": 2**70, "chat": {}, "from": []}},
    ],
)
def test_an_odd_update_is_kept_once_and_what_follows_is_heard(telegram: Telegram, books: SqlBooks, odd: Any) -> None:
    anna = telegram.customer("Anna")
    queues(telegram, odd)
    anna.writes("hej")

    listens(lambda: telegram.is_idle and written(books, anna.address) == ["hej"])
    assert len(strays(books)) == 1


def test_every_kind_there_is_is_confirmed(telegram: Telegram, books: SqlBooks) -> None:
    queues(telegram, *(of_kind(name, 870000001 + number) for number, name in enumerate(names("telegram"))))

    listens(lambda: telegram.is_idle)


def test_an_update_without_a_number_goes_with_the_others(telegram: Telegram, books: SqlBooks) -> None:
    anna = telegram.customer("Anna")
    nameless = anna.writes("hej") | {"message_id": 999, "text": "no number"}
    queues(telegram, {"message": nameless})

    listens(lambda: telegram.is_idle and written(books, anna.address) == ["hej", "no number"])


def test_a_batch_that_cannot_be_confirmed_is_not_fetched_again_and_again(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ears, "_LONGEST_WAIT", 0.4)
    anna = telegram.customer("Anna")
    queues(telegram, {"message": of_kind("text", 1)["message"] | {"chat": {"id": anna.chat.id, "type": "private"}}})

    began = time.monotonic()
    with structlog.testing.capture_logs() as logs:
        listens(lambda: len(telegram.record.named("getUpdates")) >= 3)
    assert time.monotonic() - began > 2 * 0.4
    assert len(written(books, anna.address)) == 1
    assert "telegram.updates.not_confirmed" in [entry["event"] for entry in logs]


def test_an_answer_that_is_no_list_is_asked_for_again(telegram: Telegram, books: SqlBooks) -> None:
    anna = telegram.customer("Anna")
    telegram.fail_next(Fault.VAGUE, on="getUpdates")
    anna.writes("hej")

    listens(lambda: telegram.is_idle and written(books, anna.address) == ["hej"])


@pytest.mark.parametrize(
    ("ids", "offset"),
    [([], 7), ([5], 6), ([None], 7), ([True], 7), (["9"], 7), ([3, None, 12, 9], 13), ([2**70, 12], 13)],
)
def test_the_offset_is_one_more_than_the_highest_number(ids: list[Any], offset: int) -> None:
    assert confirming([{"update_id": id} for id in ids], 7) == offset
    assert confirming([None, [], "x"], 7) == 7


def test_an_update_that_our_books_refuse_becomes_a_stray(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_WHOLE_TRIES", 1)
    anna, take = telegram.customer("Anna"), arrivals.take

    def picky(uow: UnitOfWork, arrival: arrivals.Arrival) -> bool:
        if "poison" in getattr(getattr(arrival, "message", None), "text", ""):
            raise ValueError("value too long")
        return take(uow, arrival)

    monkeypatch.setattr(arrivals, "take", picky)
    for text in ("before", "poison", "after"):
        anna.writes(text)

    listens(lambda: telegram.is_idle and written(books, anna.address) == ["before", "after"])
    (stray,) = strays(books)
    assert "poison" in stray


def test_an_update_is_no_stray_because_the_database_was_busy(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_WHOLE_TRIES", 1)
    anna, take, tries = telegram.customer("Anna"), arrivals.take, list[int]()

    def is_busy_at_first(uow: UnitOfWork, arrival: arrivals.Arrival) -> bool:
        tries.append(1)
        if len(tries) <= 2:
            raise Unavailable("the database is busy; trying again later may help")
        return take(uow, arrival)

    monkeypatch.setattr(arrivals, "take", is_busy_at_first)
    anna.writes("hej")

    listens(lambda: telegram.is_idle and written(books, anna.address) == ["hej"])
    assert strays(books) == []
