"""A turn is committed with its replies or not at all."""

import asyncio
from datetime import UTC, datetime, timedelta

from app.ear import Ear
from desk import handing_over
from store.unit_of_work import SqlBooks
from support.deliveries import State
from support.handoffs import Reason
from support.messages import Message, conversation
from tests.connectors.turns import ANNA, Bot, answers, arrives, at_work, broken, claimed, echo, leased, said, silent


def test_replies_and_memory_are_kept_together(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), echo)

    assert said(books) == ["one to m1", "two to m1"]
    with books.reading() as uow:
        assert uow.trackers.get(ANNA) == "[m1]"
        settled = uow.inbox.get("m1")
    assert settled is not None and settled.state is State.SETTLED


def test_a_turn_run_twice_is_kept_once(books: SqlBooks) -> None:
    """Two workers on one message: the first one's lease ran out while it was still at work."""
    arrives(books, "m1")
    slow = leased(books)
    with books.writing() as uow:
        quick = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(minutes=1))
        uow.commit()
    assert quick is not None

    answers(books, [quick], echo)
    answers(books, slow, echo)

    assert said(books) == ["one to m1", "two to m1"]


def test_a_failed_turn_leaves_no_trace_and_comes_due_again(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), broken)

    assert said(books) == []
    assert claimed(books) == []  # not yet
    with books.writing() as uow:
        again = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=5))
    assert again is not None and again.fault == "RuntimeError: no model"


def test_silence_is_no_answer(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), silent)

    assert said(books) == ["Something went wrong on our side. Please try again, or ask for a person."]


def test_the_bot_is_silent_while_people_hold_the_conversation(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m0", context={}, now=datetime.now(UTC))
        uow.commit()
    answers(books, leased(books), echo)

    assert said(books) == []
    with books.reading() as uow:
        kept = handing_over.transcript(uow, ANNA)
    assert [message.text for message in kept] == ["text m1"]  # but not lost: people read it


def test_a_turn_that_died_after_opening_its_handoff_still_tells_the_customer(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m1", context={}, now=datetime.now(UTC))
        uow.commit()
    answers(books, leased(books), echo)

    assert said(books) == ["one to m1", "two to m1"]


def test_a_worker_answers_many_conversations_each_in_order(books: SqlBooks, ear: Ear) -> None:
    for number in range(5):
        for name in ("anna", "bob", "cem"):
            arrives(books, f"{name}{number}", conversation("webchat", name))
    order: list[str] = []

    async def run(message: Message) -> None:
        await asyncio.sleep(0.01)
        order.append(message.id)
        await echo(message)

    async def work() -> None:
        worker = at_work(books, Bot(run), ear)
        worker.start()
        while len(order) < 15:
            await asyncio.sleep(0.01)
        await worker.stop()

    asyncio.run(asyncio.wait_for(work(), 30))

    for name in ("anna", "bob", "cem"):
        assert [id for id in order if id.startswith(name)] == [f"{name}{number}" for number in range(5)]
    with books.reading() as uow:
        assert len(uow.outbox.messages(conversation("webchat", "bob"))) == 10


def arrive_together(books: SqlBooks, *ids: str) -> None:
    for id in ids:
        arrives(books, id)


def test_a_breath_is_one_turn(books: SqlBooks) -> None:
    arrive_together(books, "m1", "m2", "m3")
    heard: list[str] = []

    async def run(message: Message) -> None:
        heard.append(message.text)
        await echo(message)

    answers(books, leased(books, hold=timedelta(seconds=1)), run)

    assert heard == ["text m1\ntext m2\ntext m3"]
    assert said(books) == ["one to m1", "two to m1"]
    assert claimed(books) == []  # all three are settled


def test_what_failed_together_is_tried_one_by_one(books: SqlBooks) -> None:
    arrive_together(books, "m1", "m2")
    answers(books, leased(books, hold=timedelta(seconds=1)), broken)

    with books.writing() as uow:
        again = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=5))
        assert again is not None
        assert uow.inbox.lease_after(again, datetime.now(UTC), within=timedelta(seconds=9)) == []
