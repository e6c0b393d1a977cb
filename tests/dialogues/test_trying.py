"""What is said of a question that is tried is what customers hear, and nothing of it is kept."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from app.trying import try_many, try_one
from kb.trying.foreseen import Foreseen
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.articles import Article
from support.trying import Verdict
from tests.contracts.exam.room import forget_settings
from tests.customer import Customer
from tests.house import House

VIOLINS = Article(
    slug="engrave-violins",
    language="en",
    title="Do you engrave violins?",
    body="Yes: we engrave violins within nine days.",
    questions=("Can you put my name on a violin?",),
)
QUESTIONS = [
    ("en", "I forgot my password", None),
    ("en", "can I talk to a person?", Verdict.OTHER),
    ("en", "where is my order?", Verdict.OTHER),
    ("en", "where is TM-10001?", Verdict.OTHER),
    ("en", "hello", Verdict.OTHER),
    ("en", "who won the world cup in 1998", None),
    ("en", "/restart", None),
    ("en", "returns or exchange or what", None),
    ("sv", "hur lång tid tar leveransen?", None),
    ("sv", "jag vill prata med en människa", Verdict.OTHER),
    ("fa", "چطور پول من برمی‌گردد؟", None),
    ("de", "Wie lange habe ich Zeit, etwas zurückzuschicken?", None),
    ("ta", "பணம் எப்போது திரும்பும்?", None),
    ("ar", "كيف يمكنني إلغاء طلبي؟", None),
]
"""Language of the chat, what is asked, and the verdict where it is no article's matter."""


@pytest.fixture
def asks(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process asks the house's bot."""
    monkeypatch.setenv("PARLEY_VAR", str(house.folder))
    monkeypatch.setenv("PARLEY_BOT_PORT", str(house.bot_port))
    forget_settings()
    yield
    forget_settings()


def tried(question: str, language: str | None, *foreseen: Foreseen) -> dict[str, Any]:
    told = asyncio.run(try_one(question, language, foreseen))
    assert told is not None
    return told


def texts(replies: Sequence[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    heard = [("\n\n".join(filter(None, (each["text"], each.get("question")))), each["buttons"]) for each in replies]
    return [(text, [each if isinstance(each, str) else each["title"] for each in buttons]) for text, buttons in heard]


@pytest.mark.usefixtures("asks")
@pytest.mark.parametrize(("language", "question", "verdict"), QUESTIONS)
def test_who_tries_a_question_reads_what_the_customer_hears(
    house: House, language: str, question: str, verdict: Verdict | None
) -> None:
    published = tried(question, language)["published"]

    heard = Customer(house.url, language).says(question)
    assert texts(published["replies"]) == texts(heard)
    assert [reply["link"] for reply in published["replies"]] == [reply["link"] for reply in heard]
    assert verdict is None or published["verdict"] == verdict.value


@pytest.mark.usefixtures("asks")
def test_a_text_that_is_not_live_answers_only_who_tries_it(house: House) -> None:
    told = tried("do you engrave violins?", "en", Foreseen(slug=VIOLINS.slug, articles=(VIOLINS,)))

    assert (told["staged"]["verdict"], told["staged"]["given"]) == ("sure", [VIOLINS.slug])
    assert "within nine days" in told["staged"]["replies"][0]["text"]
    assert VIOLINS.slug not in [hit["slug"] for hit in told["published"]["hits"]]
    heard = Customer(house.url, "en").says("do you engrave violins?")
    assert all("within nine days" not in reply["text"] for reply in heard)


@pytest.mark.usefixtures("asks")
def test_what_would_be_gone_answers_nobody() -> None:
    told = tried("I forgot my password", "en", Foreseen(slug="reset-password"))

    assert told["published"]["given"] == ["reset-password"]
    assert "reset-password" not in [hit["slug"] for hit in told["staged"]["hits"]]


@pytest.mark.usefixtures("asks")
def test_nothing_that_was_tried_leaves_a_trace(house: House) -> None:
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.reading() as uow:
        before = uow.events.last()
    assert tried("I want to talk to a person", "en")["published"]["intent"] == "ask_human"
    with books.reading() as uow:
        assert uow.events.last() == before
        assert all(not handoff.conversation_id.startswith("trying:") for handoff in uow.handoffs.open())
        remembered = uow.trackers.keys()
        assert all(not conversation.startswith("trying:") for conversation in remembered)
    books.dispose()


@pytest.mark.usefixtures("asks")
def test_many_are_decided_as_one_is() -> None:
    questions = [(question, language) for language, question, _ in QUESTIONS] + [("hur returnerar jag?", None)]
    gone = Foreseen(slug="reset-password")
    decided = asyncio.run(try_many(questions, (gone,)))

    assert decided is not None and len(decided) == len(questions)
    for (question, language), (before, after) in zip(questions, decided, strict=True):
        told = tried(question, language, gone)
        assert (before.verdict.value, list(before.given)) == (told["published"]["verdict"], told["published"]["given"])
        assert (after.verdict.value, list(after.given)) == (told["staged"]["verdict"], told["staged"]["given"])


@pytest.mark.usefixtures("asks")
def test_only_who_knows_the_secret_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bot_line.secret", lambda here: "something else")
    assert asyncio.run(try_one("returns?", "en")) is None
