"""What customers asked in vain, over HTTP: who may look, and what becomes of it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from kb.importing.mirroring import mirror
from support.articles import Article
from support.askings import Asking, Gap, GapState, Outcome
from support.staff import Role
from support.twins import Twin
from tests.web.office import Desk, Office

NOW = datetime.now(UTC)
RETURNS = Article(slug="returns", language="en", title="Returns", body="You have 30 days.", questions=("send back",))
EVIL = "<script>alert(1)</script> do you engrave cellos?"


def asked(number: int, text: str, language: str = "en", outcome: Outcome = Outcome.NOTHING, **more: Any) -> Asking:
    return Asking(
        id=f"m{number}",
        conversation_id=f"webchat:{number}",
        text=text,
        language=language,
        asked_at=NOW,
        outcome=outcome,
        gap="g1",
        found=("returns",),
        **more,
    )


@pytest.fixture
def gap(office: Office) -> str:
    with office.books.writing() as uow:
        mirror(uow, [RETURNS], now=NOW)
        uow.gaps.put(Gap(id="g1", vector=b"\0" * 8))
        for each in (asked(1, EVIL), asked(2, "graverar ni cellor?", "sv", Outcome.PERSON), asked(3, "engrave cello")):
            uow.askings.put(each)
        uow.commit()
    return "g1"


@pytest.fixture
def maria(office: Office) -> Desk:
    return office.desk_of(office.hires("Maria", Role.WRITER))


def state(office: Office) -> GapState:
    with office.books.reading() as uow:
        return uow.gaps.get("g1").state


def words(office: Office, slug: str) -> Any:
    with office.books.reading() as uow:
        manuscript = uow.manuscripts.get(slug, "en")
        return uow.manuscripts.revision(slug, "en", manuscript.revision).words


def test_a_gap_is_told_with_its_people_reasons_and_languages(gap: str, maria: Desk) -> None:
    page = maria.get("/writers/gaps").text

    assert "<b>3 people</b>" in page and "found nothing 2" in page and "a person came 1" in page and "sv 1" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; do you engrave cellos?" in page
    assert re.search(r'<a href="/writers/articles/returns/en"><bdi>Returns</bdi></a>', page)
    assert "graverar" not in maria.get("/writers/gaps?language=en").text
    assert "engrave cello" not in maria.get("/writers/gaps?outcome=person").text
    assert maria.get("/writers/gaps?state=x&outcome=answered&language=zz&page=x").status_code == 200


def test_an_article_is_begun_with_the_questions_as_other_ways_to_ask(office: Office, gap: str, maria: Desk) -> None:
    answer = maria.sends("/writers/gaps/accept", id=gap, title="Do you engrave cellos?", language="en")

    assert answer.headers["location"] == "/writers/articles/do-you-engrave-cellos/en"
    assert set(words(office, "do-you-engrave-cellos").questions) == {EVIL, "engrave cello"}
    assert state(office) is GapState.ACCEPTED
    assert "gap_accepted" in office.deeds()
    assert "somebody has decided" in maria.sends("/writers/gaps/dismiss", id=gap).text.lower()


def test_an_article_that_there_is_gets_the_questions_staged(office: Office, gap: str, maria: Desk) -> None:
    answer = maria.sends("/writers/gaps/point", id=gap, slug="returns")

    assert answer.headers["location"] == "/writers/articles/returns/en"
    assert (
        words(office, "returns").questions[0] == "send back" and "engrave cello" in words(office, "returns").questions
    )
    with office.books.reading() as uow:
        assert uow.articles.get("returns", "en").questions == ("send back",)
    assert state(office) is GapState.POINTED


def test_a_gap_is_dismissed_and_taken_back(office: Office, gap: str, maria: Desk) -> None:
    maria.sends("/writers/gaps/dismiss", id=gap)
    assert state(office) is GapState.DISMISSED
    assert "engrave cello" not in maria.get("/writers/gaps").text
    assert "Maria" in maria.get("/writers/gaps?state=dismissed").text

    maria.sends("/writers/gaps/reopen", id=gap)
    assert state(office) is GapState.OPEN


@pytest.mark.parametrize(
    ("deed", "fields", "status"),
    [
        ("accept", {"id": "g1", "title": " ", "language": "en"}, 400),
        ("accept", {"id": "g1", "title": "Cellos", "language": "zz"}, 400),
        ("accept", {"id": "none", "title": "Cellos", "language": "en"}, 404),
        ("point", {"id": "g1", "slug": "nothing-like-it"}, 400),
        ("point", {"id": "g1", "slug": "../x"}, 404),
        ("dismiss", {"id": "none"}, 404),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_decided(
    office: Office, gap: str, maria: Desk, deed: str, fields: dict[str, str], status: int
) -> None:
    assert maria.sends(f"/writers/gaps/{deed}", **fields).status_code == status
    assert state(office) is GapState.OPEN


def test_trainers_look_and_do_not_decide(office: Office, gap: str) -> None:
    tess = office.desk_of(office.hires("Tess", Role.TRAINER))

    page = tess.get("/writers/gaps").text
    assert "engrave cello" in page and "/writers/gaps/accept" not in page
    assert tess.post("/writers/gaps/dismiss", id=gap).status_code == 403


@pytest.fixture
def pair(office: Office) -> None:
    other = Article(slug="send-back", language="en", title="<b>Send back</b>", body="You have 14 days <i>to</i> send.")
    with office.books.writing() as uow:
        mirror(uow, [RETURNS, other], now=NOW)
        uow.twins.replace(
            [Twin(language="en", one="returns", other="send-back", likeness=0.71, differing=("14", "30"))]
        )
        uow.commit()


def test_articles_that_look_like_one_stand_side_by_side(pair: None, maria: Desk) -> None:
    page = maria.get("/writers/gaps/twins").text

    assert "<mark>30</mark> days" in page and "<mark>14</mark> days" in page and "71 %" in page
    assert "<b>Send back" not in page and "<i>to</i>" not in page
    assert 'href="/writers/gaps/twins"' in maria.get("/writers/gaps").text


def test_they_are_told_apart_once(pair: None, maria: Desk) -> None:
    named = {"language": "en", "one": "returns", "other": "send-back"}

    maria.sends("/writers/gaps/twins/part", **named)
    assert "send-back" not in maria.get("/writers/gaps/twins").text
    assert maria.sends("/writers/gaps/twins/part", **named | {"one": "nothing"}).status_code == 404
