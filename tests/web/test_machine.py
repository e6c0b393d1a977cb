"""A machine translates for who writes, where the operator chose one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kb.importing.mirroring import mirror
from support.articles import Article
from support.writing import How, State
from tests.contracts.exam.room import forget_settings
from tests.standins.translators import Translators
from tests.web.office import Office
from tests.web.test_writing import Writer

RETURNS = Article(
    slug="returns", language="en", title="Returns", body="You have **30 days**, {{name}}: [hours](article:hours)."
)
_TAG = re.compile(r"(<[^<>]+>)")


def shouted(text: str) -> str:
    """Translate as a machine that knows capitals only, and leaves tags alone."""
    return "".join(part if _TAG.fullmatch(part) else part.upper() for part in _TAG.split(text))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Translators]:
    with Translators(shouted) as served:
        monkeypatch.setenv("PARLEY_TRANSLATOR", "deepl")
        monkeypatch.setenv("PARLEY_TRANSLATOR_URL", served.url)
        monkeypatch.setenv("PARLEY_TRANSLATOR_KEY", served.key)
        forget_settings()
        yield served
    forget_settings()


@pytest.fixture
def maria(office: Office) -> Writer:
    with office.books.writing() as uow:
        mirror(uow, [RETURNS], now=datetime.now(UTC))
        uow.commit()
    writer = Writer(office)
    writer.desk.post("/writers/articles/returns/sv/begin", csrf=writer.csrf)
    return writer


def test_a_draft_by_a_machine_is_marked_as_its_own_and_live_nowhere(
    office: Office, maria: Writer, service: Translators
) -> None:
    assert maria.sees("returns/sv")["has_machine"]
    told = maria.does("machine", "returns/sv", **{"from": 1}).json()

    assert told["words"]["body"] == "YOU HAVE **30 DAYS**, {{name}}: [HOURS](article:hours)."
    with office.books.reading() as uow:
        manuscript = uow.manuscripts.get("returns", "sv")
        newest = uow.manuscripts.revision("returns", "sv", 2)
    assert (manuscript.state, manuscript.live, manuscript.made_from) == (State.DRAFT, None, 1)
    assert (newest.how, newest.by) == (How.MACHINE, maria.account.id)
    assert "translated by a machine" in maria.desk.get("/writers/articles/returns/sv/history").text
    assert "article_translated" in office.deeds()


def test_what_somebody_wrote_meanwhile_stays(office: Office, maria: Writer, service: Translators) -> None:
    words = {"title": "Returer", "body": "Du har 30 dagar.", "questions": [], "tags": []}
    maria.does("save", "returns/sv", **{"from": 1}, **words)

    assert maria.does("machine", "returns/sv", **{"from": 1}).status_code == 409
    assert maria.sees("returns/sv")["words"]["body"] == "Du har 30 dagar."
    assert service.asked == []


def test_the_language_that_others_are_translated_from_is_nobodys_translation(
    office: Office, maria: Writer, service: Translators
) -> None:
    assert maria.does("machine", **{"from": 1}).status_code == 409


def test_a_used_up_quota_is_said_and_nothing_is_kept(office: Office, maria: Writer, service: Translators) -> None:
    service.quota = 3
    answer = maria.does("machine", "returns/sv", **{"from": 1})

    assert answer.status_code == 503 and "used up" in answer.json()["message"]
    assert maria.sees("returns/sv")["manuscript"]["revision"] == 1


def test_where_no_machine_is_configured_there_is_none(office: Office, maria: Writer) -> None:
    assert not maria.sees("returns/sv")["has_machine"]
    assert maria.does("machine", "returns/sv", **{"from": 1}).status_code == 404
