"""While people see to it: back to the bot, an address to answer at; afterwards: how it was."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.courtesies import Courtesies
from app.texts import texts
from desk import contacts, handing_over
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Handoff, Outcome, Reason
from support.messages import Author, Message
from support.surveys import WORDS_WITHIN, Rating, Survey
from tests.connectors.turns import ANNA, answers, deciding, echo, leased, said

Bot_ = Callable[[Message], Awaitable[None]]


def waits(books: SqlBooks, **context: Any) -> str:
    with books.writing() as uow:
        now = datetime.now(UTC) - timedelta(minutes=1)
        context = {"language": "sv"} | context
        opened = handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m0", context=context, now=now)
        bot = Author.BOT
        told = Message(id="m0/0", conversation_id=ANNA, author=bot, text="Strax!", sent_at=now, language="sv")
        mail.post(uow, told)
        uow.commit()
    return opened.id


def writes(books: SqlBooks, text: str, payload: str | None = None, bot: Bot_ = echo) -> None:
    id = f"m{datetime.now(UTC).timestamp()}"
    message = Message(
        id=id, conversation_id=ANNA, author=Author.CUSTOMER, text=text, payload=payload, sent_at=datetime.now(UTC)
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        contacts.meet(uow, message)
        uow.commit()
    answers(books, leased(books), bot)


def latest(books: SqlBooks) -> Handoff:
    with books.reading() as uow:
        found = uow.handoffs.latest(ANNA)
    assert found is not None
    return found


def rated(books: SqlBooks) -> Rating:
    with books.reading() as uow:
        found = uow.ratings.latest(ANNA)
    assert found is not None
    return found


def swedish(key: str, **values: object) -> str:
    return texts("sv").get("bot", key, **values)


@pytest.mark.parametrize(
    ("text", "payload"), [("x", "back_to_bot"), ("Tillbaka till boten", None), ("TILLBAKA TILL BOT!", None)]
)
def test_a_customer_goes_back_to_the_bot(books: SqlBooks, text: str, payload: str | None) -> None:
    waits(books)
    writes(books, text, payload)

    assert latest(books).outcome is Outcome.LEFT
    assert said(books)[-1] == swedish("handover_closed")
    writes(books, "hej")
    assert said(books)[-1].startswith("two to")


def test_who_presses_it_when_the_bot_is_there_already_hears_so(books: SqlBooks) -> None:
    waits(books)
    writes(books, "x", "back_to_bot")
    writes(books, "x", "back_to_bot")

    assert said(books)[1:] == [swedish("handover_closed")] * 2


def test_what_merely_speaks_of_the_bot_is_for_people(books: SqlBooks) -> None:
    waits(books)
    writes(books, "tillbaka till boten vill jag inte")

    assert latest(books).closed_at is None
    assert said(books) == ["Strax!"]


def test_an_address_is_kept_and_thanked_for_and_they_stay_in_the_queue(books: SqlBooks) -> None:
    waits(books, asks_mail=True)
    writes(books, "ja, skriv till Anna.S@example.com.")

    assert said(books)[-1] == swedish("mail_kept", email="Anna.S@example.com")
    assert (latest(books).context["email"], latest(books).closed_at) == ("Anna.S@example.com", None)
    with books.reading() as uow:
        known = uow.contacts.identity(ANNA)
    assert known is not None
    assert (known.left_email, known.email) == ("Anna.S@example.com", None)  # nobody vouches for it
    writes(books, "Anna.S@example.com, alltså")
    assert len(said(books)) == 2


def test_an_address_nobody_asked_for_is_for_people(books: SqlBooks) -> None:
    waits(books)
    writes(books, "mitt konto är anna@example.com")
    assert said(books) == ["Strax!"]


def is_asked(books: SqlBooks, survey: Survey = Survey.CSAT) -> str:
    id = waits(books)
    now = datetime.now(UTC)
    with books.writing() as uow:
        handing_over.close(uow, id, farewell="Hej då!", now=now, outcome=Outcome.RESOLVED)
        handoff = uow.handoffs.get(id)
        uow.ratings.ask(Rating(handoff_id=id, conversation_id=ANNA, survey=survey, asked_at=now))
        question = Courtesies(survey)(handoff, "survey", now + timedelta(milliseconds=1))
        mail.post(uow, Message(**{**_fields(question), "id": f"{id}/survey"}))
        uow.commit()
    return id


def _fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in message.__dataclass_fields__}


@pytest.mark.parametrize("text", ["4", "۴", "৪.", "4/5", "⭐⭐⭐⭐", "4\ufe0f\u20e3"])
def test_a_score_may_be_typed_in_any_script(books: SqlBooks, text: str) -> None:
    is_asked(books)
    writes(books, text)

    assert rated(books).score == 4
    assert said(books)[-1] == swedish("survey_words")


def test_a_score_is_pressed_and_words_follow(books: SqlBooks) -> None:
    id = is_asked(books)
    writes(books, "2", f"rate:{id}:2")
    writes(books, "det tog för lång tid", bot=deciding("complaint"))

    assert (rated(books).score, rated(books).words) == (2, "det tog för lång tid")
    assert said(books)[-1] == swedish("survey_thanks")
    writes(books, "hej igen")
    assert said(books)[-1].startswith("two to")


def test_who_does_not_want_to_say_why_is_left_in_peace(books: SqlBooks) -> None:
    id = is_asked(books)
    writes(books, "5", f"rate:{id}:5")
    writes(books, swedish("survey_done"), f"rate:{id}:done")

    assert (rated(books).score, rated(books).words) == (5, "")


@pytest.mark.parametrize("text", ["7", "123456", "TM-204518", "4 paket?", "hur gör jag en retur", "5 dagar"])
def test_what_is_no_score_is_for_the_bot(books: SqlBooks, text: str) -> None:
    is_asked(books)
    writes(books, text)

    assert rated(books).score is None
    assert said(books)[-1].startswith("two to")


@pytest.mark.parametrize(
    "reading",
    [
        *(("ask_human",), ("needs_person",), ("greet",), ("order_status",), ("take_back",), ("change_language",)),
        *(("knowledge_sure",), ("knowledge_unsure", "question"), ("out_of_scope", "ask_human")),
    ],
)
def test_what_asks_for_something_is_no_remark_whatever_its_words(books: SqlBooks, reading: tuple[str, ...]) -> None:
    id = is_asked(books)
    writes(books, "2", f"rate:{id}:2")
    writes(books, "ett par ord", bot=deciding(*reading))

    assert rated(books).words is None
    assert said(books)[-1].startswith("two to")


@pytest.mark.parametrize("reading", [("thank",), ("out_of_scope", "out_of_scope"), ("knowledge_unsure",)])
def test_what_asks_for_nothing_is_a_remark_for_a_while(books: SqlBooks, reading: tuple[str, ...]) -> None:
    id = is_asked(books)
    writes(books, "2", f"rate:{id}:2")
    with books.writing() as uow:
        late = uow.ratings.get(id)
        assert late is not None
        uow.ratings.save(replace(late, scored_at=datetime.now(UTC) - WORDS_WITHIN))
        uow.commit()
    writes(books, "ett par ord", bot=deciding(*reading))
    assert rated(books).words is None

    writes(books, "3", f"rate:{id}:3")
    writes(books, "ett par ord", bot=deciding(*reading))
    assert rated(books).words == "ett par ord"
    assert said(books)[-1] == swedish("survey_thanks")
    with books.reading() as uow:
        assert uow.trackers.get(ANNA) != f"[{_latest_of(books)}]"  # the bot has not read it


def _latest_of(books: SqlBooks) -> str:
    with books.reading() as uow:
        return uow.inbox.messages(ANNA)[-1].id


@pytest.mark.parametrize("text", ["när kommer TM-204518", "och var är mitt paket?", "سفارش من کجاست؟"])
def test_a_question_after_a_score_is_no_remark(books: SqlBooks, text: str) -> None:
    id = is_asked(books)
    writes(books, "1", f"rate:{id}:1")
    writes(books, text)

    assert rated(books).words is None
    assert said(books)[-1].startswith("two to")


def test_a_button_counts_late_and_again(books: SqlBooks) -> None:
    id = is_asked(books, Survey.NPS)
    writes(books, "hej")
    writes(books, "10", f"rate:{id}:10")
    writes(books, "0", f"rate:{id}:0")
    assert rated(books).score == 0


def test_a_number_that_is_typed_after_something_else_is_no_score(books: SqlBooks) -> None:
    is_asked(books)
    writes(books, "hej")
    writes(books, "4")
    assert rated(books).score is None


@pytest.mark.parametrize("payload", ["rate:ffff:5", "rate:{id}:9", "article:5"])
def test_what_no_button_of_theirs_says_changes_nothing(books: SqlBooks, payload: str) -> None:
    id = is_asked(books)
    writes(books, "x", payload.format(id=id))
    assert rated(books).score is None
