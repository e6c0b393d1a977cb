"""After a score: what says why is kept and thanked for, what asks for something is answered."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.texts import texts
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support import mail
from support.messages import Author, ConversationId, Message
from support.surveys import Rating, Survey
from tests.customer import Customer
from tests.dialogues.talk import said
from tests.house import House

REMARKS = [
    ("en", "because nobody understood what I meant"),
    ("sv", "hon var jättesnäll och hjälpsam"),
    ("de", "es hat viel zu lange gedauert"),
    ("es", "muy amable y rápido"),
    ("fa", "چون خیلی دیر جواب دادید"),
    ("bn", "উত্তর পেতে অনেক দেরি হয়েছে"),
    ("ta", "மிகவும் நன்றாக உதவினார்"),
    ("te", "చాలా ఆలస్యం అయింది"),
]
REQUESTS = [
    ("en", "talk to a person"),
    ("en", "cancel my order TM-204518"),
    ("en", "hello?"),
    ("sv", "jag vill prata med en människa"),
    ("sv", "paketet är försenat"),
    ("de", "wo ist mein Paket"),
    ("de", "ich möchte etwas umtauschen"),
    ("es", "quiero hablar con una persona"),
    ("es", "formas de pago"),
    ("fa", "سفارشم کجاست"),
    ("bn", "আমার পার্সেল এখনও আসেনি"),
    ("ta", "பணம் திரும்ப வரவில்லை"),
    ("te", "మనిషితో మాట్లాడాలి"),
]
"""Without a question mark, most of them."""


def scored(house: House, language: str) -> tuple[Customer, Callable[[], str | None]]:
    """Return a customer who has just given a score, and what looks up what they said about it."""
    customer = Customer(house.url, language)
    id, where, now = f"h{customer.conversation_id[-20:]}", ConversationId(customer.conversation_id), datetime.now(UTC)
    asked = Message(
        id=f"{id}/survey", conversation_id=where, author=Author.BOT, text="?", sent_at=now, language=language
    )
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.writing() as uow:
        uow.ratings.ask(Rating(handoff_id=id, conversation_id=where, survey=Survey.CSAT, asked_at=now))
        mail.post(uow, asked)
        uow.commit()
    assert customer.listen(lambda: len(customer.heard) == 1)
    assert said(customer.says("2")) == [texts(language).get("bot", "survey_words")]

    def words() -> str | None:
        with books.reading() as uow:
            found = uow.ratings.get(id)
        books.dispose()
        return found.words if found else None

    return customer, words


@pytest.mark.parametrize(("language", "text"), REMARKS)
def test_what_says_why_is_kept_and_thanked_for(house: House, language: str, text: str) -> None:
    customer, words = scored(house, language)

    assert said(customer.says(text)) == [texts(language).get("bot", "survey_thanks")]
    assert words() == text


@pytest.mark.parametrize(("language", "text"), REQUESTS)
def test_what_asks_for_something_gets_it(house: House, language: str, text: str) -> None:
    customer, words = scored(house, language)

    assert said(customer.says(text)) != [texts(language).get("bot", "survey_thanks")]
    assert words() is None
