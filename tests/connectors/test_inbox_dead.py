"""A turn that is given up: the customer is told, people see it, and it can be tried again."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.courtesies import BACK_TO_BOT, expected
from app.texts import texts
from desk import handing_over
from desk.dead_letters import retry
from desk.expecting import expectation
from store.unit_of_work import SqlBooks
from support.deliveries import MAX_ATTEMPTS, State
from support.events import DeliveryDied
from support.handoffs import Reason
from support.hours import Hours
from support.teams import Outside, Team
from tests.connectors.turns import ANNA, answers, arrives, broken, echo, leased, said

NIGHTLY = Team(
    id="support",
    name="Support",
    hours=Hours(zone=ZoneInfo("UTC"), week=((),) * 7),
    outside=Outside.MAIL,
)
"""Never there."""


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
    assert said(books) == [texts("en").get("bot", "trouble_handover")]
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

    assert said(books) == [texts("en").get("bot", "trouble_handover"), "one to m1", "two to m1"]
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

    assert said(books) == [texts("en").get("bot", "trouble_handover")] * 2


def test_whoever_has_to_wait_for_trouble_hears_how_long_as_who_asked_does(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.teams.replace_all([NIGHTLY])
        uow.commit()
    arrives(books, "m1")
    dies(books)

    with books.reading() as uow:
        found = expectation(uow, NIGHTLY, ANNA, datetime.now(UTC))
        told = uow.outbox.messages(ANNA)[-1]
        (handoff,) = uow.handoffs.open()
    assert told.text == " ".join([texts("en").get("bot", "trouble_handover"), *expected("en", found)])
    assert [button.payload for button in told.buttons] == [BACK_TO_BOT]
    assert handoff.context["asks_mail"]


def test_who_is_with_a_person_already_is_promised_no_other_wait(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    with books.writing() as uow:
        handing_over.take(uow, uow.handoffs.open()[0].id, "maria", now=datetime.now(UTC))
        uow.commit()
    tried_again(books, "m1")
    dies(books)

    with books.reading() as uow:
        assert uow.outbox.messages(ANNA)[-1].buttons == ()
