"""A turn is committed with its replies or not at all."""

import asyncio
from datetime import UTC, datetime, timedelta

from app.turns import current_turn
from connectors import inbox, outbox
from connectors.worker import Worker, lease
from desk import handing_over
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery, State
from support.handoffs import Reason
from support.messages import Author, Message, conversation

ANNA = conversation("webchat", "anna")


def arrives(books: SqlBooks, id: str, conversation_id: str = ANNA) -> Message:
    message = Message(
        id=id, conversation_id=conversation_id, author=Author.CUSTOMER, text=f"text {id}", sent_at=datetime.now(UTC)
    )
    with books.writing() as uow:
        mail.receive(uow, message)
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


async def broken(_message: Message) -> None:
    raise RuntimeError("no model")


async def silent(_message: Message) -> None:
    """A bot whose action failed: Rasa swallows that."""


def leased(books: SqlBooks) -> Delivery:
    delivery = lease(books, "webchat", lambda uow: uow.inbox)
    assert delivery is not None
    return delivery


def said(books: SqlBooks) -> list[str]:
    with books.reading() as uow:
        return [message.text for message in uow.outbox.messages(ANNA)]


def test_replies_and_memory_are_kept_together(books: SqlBooks) -> None:
    arrives(books, "m1")
    asyncio.run(inbox.answer(books, leased(books), echo))

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

    asyncio.run(inbox.answer(books, quick, echo))
    asyncio.run(inbox.answer(books, slow, echo))

    assert said(books) == ["one to m1", "two to m1"]


def test_a_failed_turn_leaves_no_trace_and_comes_due_again(books: SqlBooks) -> None:
    arrives(books, "m1")
    asyncio.run(inbox.answer(books, leased(books), broken))

    assert said(books) == []
    assert lease(books, "webchat", lambda uow: uow.inbox) is None  # not yet
    with books.writing() as uow:
        again = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=5))
    assert again is not None and again.fault == "RuntimeError: no model"


def test_silence_is_no_answer(books: SqlBooks) -> None:
    arrives(books, "m1")
    asyncio.run(inbox.answer(books, leased(books), silent))

    assert said(books) == ["Something went wrong on our side. Please try again, or ask for a person."]


def test_the_bot_is_silent_while_people_hold_the_conversation(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m0", context={}, now=datetime.now(UTC))
        uow.commit()
    asyncio.run(inbox.answer(books, leased(books), echo))

    assert said(books) == []
    with books.reading() as uow:
        kept = handing_over.transcript(uow, ANNA)
    assert [message.text for message in kept] == ["text m1"]  # but not lost: people read it


def test_a_turn_that_died_after_opening_its_handoff_still_tells_the_customer(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m1", context={}, now=datetime.now(UTC))
        uow.commit()
    asyncio.run(inbox.answer(books, leased(books), echo))

    assert said(books) == ["one to m1", "two to m1"]


def test_a_worker_answers_many_conversations_each_in_order(books: SqlBooks) -> None:
    for number in range(5):
        for name in ("anna", "bob", "cem"):
            arrives(books, f"{name}{number}", conversation("webchat", name))
    order: list[str] = []

    async def run(message: Message) -> None:
        await asyncio.sleep(0.01)
        order.append(message.id)
        await echo(message)

    async def work() -> None:
        worker = Worker(books, "webchat", lambda uow: uow.inbox, lambda d: inbox.answer(books, d, run))
        worker.start()
        while len(order) < 15:
            await asyncio.sleep(0.01)
        await worker.stop()

    asyncio.run(asyncio.wait_for(work(), 30))

    for name in ("anna", "bob", "cem"):
        assert [id for id in order if id.startswith(name)] == [f"{name}{number}" for number in range(5)]
    with books.reading() as uow:
        assert len(uow.outbox.messages(conversation("webchat", "bob"))) == 10


def test_a_failed_send_is_tried_again_and_holds_back_what_follows(books: SqlBooks) -> None:
    arrives(books, "m1")
    asyncio.run(inbox.answer(books, leased(books), echo))

    async def down(_message: Message) -> None:
        raise ConnectionError("provider is down")

    first = lease(books, "webchat", lambda uow: uow.outbox)
    assert first is not None
    asyncio.run(outbox.deliver(books, first, down))

    assert lease(books, "webchat", lambda uow: uow.outbox) is None
    with books.reading() as uow:
        failed = uow.outbox.get(first.message.id)
    assert failed is not None and failed.fault == "ConnectionError: provider is down"
