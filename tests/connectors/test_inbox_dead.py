"""A turn that is given up: the customer is told, people see it, and it can be tried again."""

from dataclasses import replace
from datetime import UTC, datetime

from app.texts import texts
from desk import handing_over
from desk.dead_letters import retry
from store.unit_of_work import SqlBooks
from support.deliveries import MAX_ATTEMPTS, State
from support.events import DeliveryDied
from support.handoffs import Reason
from tests.connectors.turns import answers, arrives, broken, echo, leased, said


def has_no_try_left(books: SqlBooks) -> None:
    """Have what is due be as its last worker left it when that died."""
    (head,) = leased(books)
    with books.writing() as uow:
        uow.inbox.save(head, replace(head, attempts=MAX_ATTEMPTS, due_at=datetime.now(UTC)))
        uow.commit()


def test_a_dead_turn_is_told_of_and_seen_even_if_who_finds_it_dies_too(books: SqlBooks) -> None:
    arrives(books, "m1")
    has_no_try_left(books)
    (head,) = leased(books)  # and no more: nobody works on it

    assert head.state is State.DEAD
    assert said(books) == [texts("en").get("bot", "trouble")]
    with books.reading() as uow:
        (handoff,) = uow.handoffs.open()
        died = [e.event for e in uow.events.since(0) if isinstance(e.event, DeliveryDied)]
    assert handoff.reason is Reason.TROUBLE
    assert [(event.message_id, event.box) for event in died] == [("m1", "inbox")]


def dies(books: SqlBooks) -> None:
    """Have what is due fail for the last time."""
    (head,) = leased(books)
    last = replace(head, attempts=MAX_ATTEMPTS)
    with books.writing() as uow:
        uow.inbox.save(head, last)
        uow.commit()
    answers(books, [last], broken)


def tried_again(books: SqlBooks, message_id: str) -> None:
    with books.writing() as uow:
        retry(uow, message_id, now=datetime.now(UTC))
        uow.commit()


def test_a_dead_turn_that_is_tried_again_is_answered_and_its_handoff_stays_open(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    tried_again(books, "m1")
    answers(books, leased(books), echo)

    assert said(books) == [texts("en").get("bot", "trouble"), "one to m1", "two to m1"]
    with books.reading() as uow:
        assert len(uow.handoffs.open()) == 1  # a person was promised, and closes it


def closes(books: SqlBooks) -> None:
    """Have a person be done with the conversation."""
    with books.writing() as uow:
        handing_over.close(uow, uow.handoffs.open()[0].id, farewell="bye", now=datetime.now(UTC))
        uow.commit()


def test_a_turn_that_dies_again_after_its_handoff_was_closed_is_seen_again(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    closes(books)
    tried_again(books, "m1")
    dies(books)

    with books.reading() as uow:
        (handoff,) = uow.handoffs.open()
    assert (handoff.reason, handoff.opened_by) == (Reason.TROUBLE, "m1")


def test_each_time_people_are_done_the_customer_is_told(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    closes(books)
    tried_again(books, "m1")
    dies(books)
    closes(books)

    assert said(books).count("bye") == 2


def test_a_turn_that_dies_twice_is_told_of_twice(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    tried_again(books, "m1")
    dies(books)

    assert said(books) == [texts("en").get("bot", "trouble")] * 2
