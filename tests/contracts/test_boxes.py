"""What an inbox and an outbox must do, on every store."""

from datetime import UTC, datetime, timedelta

import pytest

from store.unit_of_work import SqlBooks
from support.deliveries import MAX_ATTEMPTS, Delivery, State
from support.errors import Conflict
from support.messages import Author, Button, Link, Message, conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def a_message(id: str, address: str = "anna", **more: object) -> Message:
    values = {"author": Author.CUSTOMER, "text": f"text of {id}", "sent_at": NOON} | more
    return Message(id=id, conversation_id=conversation("webchat", address), **values)  # type: ignore[arg-type]


def put(books: SqlBooks, *messages: Message) -> list[bool]:
    with books.writing() as uow:
        kept = [uow.inbox.put(Delivery(message=message, due_at=message.sent_at)) for message in messages]
        uow.commit()
    return kept


def lease(books: SqlBooks, now: datetime = NOON) -> Delivery | None:
    with books.writing() as uow:
        delivery = uow.inbox.lease_next("webchat", now)
        uow.commit()
    return delivery


def save(books: SqlBooks, delivery: Delivery) -> None:
    with books.writing() as uow:
        uow.inbox.save(delivery)
        uow.commit()


def leased_id(books: SqlBooks, now: datetime = NOON) -> str | None:
    delivery = lease(books, now)
    return delivery.message.id if delivery else None


def test_the_same_id_is_kept_once(books: SqlBooks) -> None:
    assert put(books, a_message("m1"), a_message("m1"), a_message("m2")) == [True, False, True]


def test_a_message_comes_back_as_it_was(books: SqlBooks) -> None:
    message = a_message(
        "m1",
        text="வணக்கம் 👋\nسلام",
        language="ta",
        payload="article:returns",
        buttons=(Button(title="Ja", payload="yes"),),
        question="Did this help?",
        link=Link(title="More", url="/help"),
        data={"decision": {"confidence": 0.5}},
    )
    put(books, message)

    with books.reading() as uow:
        assert uow.inbox.get("m1") == Delivery(message=message, due_at=NOON)


def test_one_turn_at_a_time_in_order_and_conversations_side_by_side(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"), a_message("b1", "bob"))

    first = lease(books)
    assert first is not None and first.message.id == "a1"
    assert leased_id(books) == "b1"  # a2 waits for a1
    assert leased_id(books) is None

    save(books, first.settled())
    assert leased_id(books) == "a2"


def test_a_failed_head_holds_back_what_follows(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    head = lease(books)
    assert head is not None
    save(books, head.failed(NOON, "no network"))

    assert leased_id(books) is None
    assert leased_id(books, NOON + timedelta(seconds=3)) == "a1"


def test_a_dead_head_frees_what_follows(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    for attempt in range(MAX_ATTEMPTS):
        assert leased_id(books, NOON + timedelta(hours=attempt)) == "a1"  # its worker dies each time

    dead = lease(books, NOON + timedelta(days=1))
    assert dead is not None and (dead.message.id, dead.state) == ("a1", State.DEAD)  # once, to be told of
    assert leased_id(books, NOON + timedelta(days=1)) == "a2"
    with books.reading() as uow:
        assert uow.inbox.get("a1") == dead


def test_a_worker_whose_lease_ran_out_cannot_settle(books: SqlBooks) -> None:
    put(books, a_message("a1"))
    slow = lease(books)
    quick = lease(books, LATER)
    assert slow is not None and quick is not None

    with pytest.raises(Conflict, match="another worker"):
        save(books, slow.settled())
    save(books, quick.settled())


def test_another_channel_is_another_queue(books: SqlBooks) -> None:
    put(books, a_message("m1"))

    with books.writing() as uow:
        assert uow.inbox.lease_next("telegram", LATER) is None


def test_what_is_not_committed_never_was(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.inbox.put(Delivery(message=a_message("m1"), due_at=NOON))

    assert leased_id(books) is None


def test_the_latest_messages_come_oldest_first(books: SqlBooks) -> None:
    put(books, *(a_message(f"m{number}") for number in range(5)), a_message("x", "bob"))

    with books.reading() as uow:
        messages = uow.inbox.messages(conversation("webchat", "anna"), limit=2)
    assert [message.id for message in messages] == ["m3", "m4"]
