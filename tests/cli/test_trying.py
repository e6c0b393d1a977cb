"""`parley kb try` and `parley kb tests`, of a house that runs, and of one that does not."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kb.trying import keeping
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Act
from support.trying import Outcome
from tests.cli.talk import refuses, says
from tests.house import House


@pytest.fixture
def books(house: House) -> Iterator[SqlBooks]:
    """The house's books; what tests keep is removed again, for the house is everybody's."""
    found = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    yield found
    with found.writing() as uow:
        for question in uow.saved_questions.of("reset-password"):
            uow.saved_questions.remove(question.id)
        uow.commit()
    found.dispose()


def keeps(books: SqlBooks, text: str, expected: Outcome) -> None:
    with books.writing() as uow:
        keeping.keep(uow, "reset-password", text, "en", expected, Act(at=datetime.now(UTC)), id=text[:32])
        uow.commit()


def test_what_customers_hear_is_shown_word_for_word(house: House) -> None:
    told = says(house, "kb", "try", "I want to talk to a person", "--language", "en")
    assert told[0] == "other (ask_human), in en"
    told = says(house, "kb", "try", "jag har glömt mitt lösenord")
    assert told[0] == "sure (knowledge_sure), in sv" and "reset-password" in told[2]


def test_the_exit_status_says_whether_all_pass(house: House, books: SqlBooks) -> None:
    keeps(books, "I forgot my password", Outcome.ANSWER)
    assert says(house, "kb", "tests", "--article", "reset-password") == ["1 of 1 pass."]

    keeps(books, "where is my order?", Outcome.ANSWER)
    done = house.parley("kb", "tests", "--article", "reset-password")
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["reset-password: where is my order? (en): to be answer, is none", "1 of 2 pass."],
    )


def test_who_asks_where_nothing_runs_is_told_what_to_do(house: House) -> None:
    alone = House(house.folder)
    assert "./parley start" in refuses(alone, "kb", "try", "returns?")
