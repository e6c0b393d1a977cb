"""Ids that are longer than any column of PostgreSQL's: the same on every database, and nothing comes in twice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.arrivals import Arrived, Echoed, Noted, take
from connectors.keys import fitting
from store.unit_of_work import SqlBooks
from support import mail
from support.messages import Author, ConversationId, Message
from support.receipts import Receipt, Status

NOW = datetime.now(UTC)
ANNA = ConversationId("pigeon:anna")


def said(id: str, **values: object) -> Message:
    message = Message(id=id, conversation_id=ANNA, author=Author.CUSTOMER, text="hello", sent_at=NOW)
    return replace(message, **values)  # type: ignore[arg-type]


def takes(books: SqlBooks, *arrivals: object) -> list[bool]:
    with books.writing() as uow:
        news = [take(uow, arrival) for arrival in arrivals]  # type: ignore[arg-type]
        uow.commit()
    return news


@pytest.mark.parametrize("length", [200, 231, 256, 5000])
def test_a_long_id_is_taken_once_and_told_from_its_neighbours(books: SqlBooks, length: int) -> None:
    first, second = ("pigeon:".ljust(length - 1, "x") + end for end in "ab")
    arrivals = [Arrived(message=said(first)), Arrived(message=said(second)), Arrived(message=said(first))]

    assert takes(books, *arrivals) == [True, True, False]
    assert takes(books, Noted(message=said(first + "/edit", quotes=first))) == [True]
    with books.reading() as uow:
        messages = uow.inbox.messages(ANNA)
    assert messages[-1].quotes in {message.id for message in messages[:-1]}


def test_what_a_colleague_says_past_us_may_have_a_long_id_too(books: SqlBooks) -> None:
    echo = Echoed(message=said("pigeon:" + "x" * 400, author=Author.AGENT))

    assert takes(books, echo, echo) == [True, False]


def test_a_receipt_finds_what_was_sent_however_long_the_name(books: SqlBooks) -> None:
    name, answer = "x" * 400, said("pigeon:anna/1", author=Author.BOT)
    with books.writing() as uow:
        mail.post(uow, answer)
        mail.sent(uow, answer, 0, fitting(name))
        uow.commit()

    assert takes(books, Receipt(channel="pigeon", external_id=name, status=Status.READ, at=NOW)) == [True]
    with books.reading() as uow:
        assert uow.receipts.of([answer.id]) == {answer.id: (Status.READ, None)}


def test_a_conversation_that_cannot_be_answered_is_kept_for_people(books: SqlBooks) -> None:
    far = ConversationId("pigeon:" + "x" * 400)

    assert takes(books, Arrived(message=said("pigeon:1", conversation_id=far))) == [True]
    with books.reading() as uow:
        assert [stray.channel for stray in uow.strays.all()] == ["pigeon"]
