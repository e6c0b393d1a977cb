"""The editor over HTTP: who may what, what is told of a clash, what never gets out."""

import base64
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.markup import html
from kb.importing.mirroring import mirror
from support.articles import Article
from support.staff import Role
from tests.web.office import Desk, Office

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
RETURNS = Article(slug="returns", language="en", title="Returns", body="You have 30 days.", tags=("returns",))
SWEDISH = Article(slug="returns", language="sv", title="Returer", body="Du har 30 dagar.")
TEXT = {"title": "Returns", "body": "You have 60 days.", "questions": [], "tags": ["returns"]}
EVIL = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://spy.example/1.png)"


class Writer:
    """Somebody who writes, over HTTP."""

    def __init__(self, office: Office, name: str = "Maria", *roles: Role) -> None:
        self.account = office.hires(name, *(roles or (Role.WRITER,)))
        self.desk: Desk = office.desk_of(self.account)
        self.csrf = self.desk.csrf()

    def does(self, what: str, name: str = "returns/en", **body: Any) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf}
        return self.desk.http.post(f"/writers/api/articles/{name}/{what}", json=body, headers=headers)

    def sees(self, name: str = "returns/en") -> Any:
        answer = self.desk.get(f"/writers/api/articles/{name}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def uploads(self, body: bytes, name: str = "dot.png") -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf, "X-File-Name": name}
        return self.desk.http.post("/writers/api/pictures", content=body, headers=headers)


def noted(office: Office) -> list[str]:
    return [kind for kind in office.deeds() if kind.startswith("article_")]


@pytest.fixture
def maria(office: Office) -> Writer:
    with office.books.writing() as uow:
        mirror(uow, [RETURNS, SWEDISH], now=datetime.now(UTC))
        uow.commit()
    return Writer(office)


def test_what_is_published_is_read_and_what_is_staged_is_not(office: Office, maria: Writer) -> None:
    assert maria.does("save", **{"from": 1}, **TEXT).json()["manuscript"]["state"] == "draft"
    assert "30 days" in office.desk().get("/help/en/returns").text
    assert maria.does("submit", **{"from": 2}).json()["manuscript"]["state"] == "review"

    told = maria.does("publish", **{"from": 2}).json()["manuscript"]
    assert (told["state"], told["live"], told["changed_by"]) == ("published", 2, "Maria")
    assert "60 days" in office.desk().get("/help/en/returns").text
    assert noted(office) == ["article_published"]


def test_the_second_of_two_gets_409_with_the_others_text(office: Office, maria: Writer) -> None:
    otto = Writer(office, "Otto")
    maria.does("save", **{"from": 1}, **TEXT)
    answer = otto.does("save", **{"from": 1}, **TEXT | {"body": "You have 90 days."})

    told = answer.json()
    assert (answer.status_code, told["error"], told["theirs"]["by"]) == (409, "Overtaken", "Maria")
    assert told["theirs"]["words"]["body"] == "You have 60 days."
    assert told["differences"] == [
        {"part": "body", "pieces": [["same", "You have "], ["gone", "60"], ["new", "90"], ["same", " days."]]}
    ]
    assert otto.does("save", **{"from": 2}, **TEXT | {"body": "You have 90 days."}).status_code == 200
    assert maria.does("archive", **{"from": 2}).status_code == 409


def test_nothing_is_half_published_nor_noted(office: Office, maria: Writer) -> None:
    maria.does("save", **{"from": 1}, **TEXT | {"body": "[x](article:nowhere)"})
    answer = maria.does("publish", **{"from": 2})

    assert (answer.status_code, answer.json()["links"]) == (409, ["nowhere"])
    assert noted(office) == [] and "30 days" in office.desk().get("/help/en/returns").text
    assert maria.does("publish", **{"from": 2}, anyway=True).status_code == 200
    assert noted(office) == ["article_published"]


def test_what_is_for_agents_never_reaches_the_help_centre(office: Office, maria: Writer) -> None:
    told = maria.does("describe", audience="agents", owner=maria.account.id, review_by="2026-01-31").json()

    assert told["topic"] == {
        "audience": "agents",
        "owner": maria.account.id,
        "review_by": "2026-01-31",
        "source": "en",
    }
    visitor = office.desk()
    for language in ("en", "sv"):
        assert visitor.get(f"/help/{language}/returns").status_code == 404
        assert visitor.get(f"/help/{language}").status_code == 404  # it was the only one
    assert "due" in maria.desk.get("/writers?show=due").text
    maria.does("describe", audience="public", owner=None, review_by=None)
    assert visitor.get("/help/sv/returns").status_code == 200
    assert noted(office) == ["article_audience", "article_audience"]


def test_the_old_address_leads_to_the_new_one(office: Office, maria: Writer) -> None:
    assert maria.does("rename", slug="Take-Back").json()["url"] == "/writers/articles/take-back/en"

    found = office.desk().get("/help/sv/returns")
    assert (found.status_code, found.headers["Location"]) == (301, "/help/sv/take-back")
    assert maria.desk.get("/writers/articles/returns/en").headers["Location"] == "/writers/articles/take-back/en"
    assert "30 dagar" in office.desk().get("/help/sv/take-back").text


def test_a_translation_knows_what_its_source_said(maria: Writer) -> None:
    maria.does("save", **{"from": 1}, **TEXT)
    maria.does("publish", **{"from": 2})
    source = maria.sees("returns/sv")["source"]

    assert ["gone", "30"] in source["since"] and ["new", "60"] in source["since"]
    assert [tab["mark"] for tab in maria.sees()["tabs"]][:3] == ["source", "outdated", "missing"]
    begun = maria.desk.sends("/writers/articles/returns/fa/begin")
    assert begun.headers["Location"] == "/writers/articles/returns/fa"
    shown = maria.sees("returns/fa")
    assert (shown["dir"], shown["words"]["title"], shown["manuscript"]["made_from"]) == ("rtl", "Returns", 2)


def test_a_picture_is_everybodys_and_a_customers_file_is_not(office: Office, maria: Writer) -> None:
    told = maria.uploads(DOT).json()
    found = office.desk().get(told["url"])
    assert (found.content, found.headers["Content-Type"]) == (DOT, "image/png")
    assert "immutable" in found.headers["Cache-Control"] and "sandbox" in found.headers["Content-Security-Policy"]
    assert office.desk().get(told["url"], **{"If-None-Match": found.headers["ETag"]}).status_code == 304

    with office.books.writing() as uow:
        key = uow.media.put(DOT + b"private", "image/png")
        uow.commit()
    assert office.desk().get(f"/pictures/{key}").status_code == 404


@pytest.mark.parametrize("body", [b"", b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"MZ"])
def test_only_pictures_are_taken_whatever_they_are_called(maria: Writer, body: bytes) -> None:
    assert maria.uploads(body).status_code == 400


def test_a_picture_too_large_is_refused(maria: Writer) -> None:
    assert maria.uploads(DOT + b"\0" * 10_000_000).status_code == 413


def test_nothing_in_an_article_runs_or_calls_home(office: Office, maria: Writer) -> None:
    told = maria.does("preview", body=EVIL).json()
    maria.does("save", **{"from": 1}, **TEXT | {"title": EVIL[:200], "body": EVIL})
    maria.does("publish", **{"from": 2}, anyway=True)

    pages = [maria.desk.get(path).text for path in ("/writers", "/writers/articles/returns/en/history?one=1&other=2")]
    for text in (told["html"], *pages, office.desk().get("/help/en/returns").text, html(EVIL, "en")):
        assert "<script>alert" not in text and "<img src=x" not in text and 'href="javascript' not in text
        assert 'src="https://spy.example' not in text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"from": 1},
        {"from": "1", **TEXT},
        {"from": True, **TEXT},
        {"from": -1, **TEXT},
        {"from": 1, **TEXT, "title": " "},
        {"from": 1, **TEXT, "title": "x" * 301},
        {"from": 1, **TEXT, "body": "a\0b"},
        {"from": 1, **TEXT, "body": "x" * 200_001},
        {"from": 1, **TEXT, "questions": "x"},
        {"from": 1, **TEXT, "tags": [1]},
        {"from": 1, **TEXT, "made_from": "x"},
    ],
)
def test_what_is_no_text_is_refused_in_words(maria: Writer, body: dict[str, Any]) -> None:
    answer = maria.does("save", **body)

    assert answer.status_code in (400, 413) and answer.json()["message"]
    assert maria.sees()["manuscript"]["revision"] == 1


@pytest.mark.parametrize(
    "name", ["returns/xx", "nothing/en", "%2e%2e/en", "returns/en%00", "a--b/en", "x" * 200 + "/en"]
)
def test_what_is_no_article_is_not_found(maria: Writer, name: str) -> None:
    assert maria.desk.get(f"/writers/api/articles/{name}").status_code == 404
    assert maria.desk.get(f"/writers/articles/{name}").status_code == 404


@pytest.mark.parametrize(
    ("title", "language", "status"), [("", "en", 400), ("x", "xx", 400), ("x" * 301, "en", 413), ("??", "en", 303)]
)
def test_an_article_begins_with_a_title_in_a_language_of_ours(
    maria: Writer, title: str, language: str, status: int
) -> None:
    assert maria.desk.sends("/writers/new", title=title, language=language).status_code == status


def test_the_list_finds_by_words_and_by_what_is_to_do(maria: Writer) -> None:
    maria.does("save", **{"from": 1}, **TEXT)
    maria.desk.sends("/writers/new", title="Återköp", language="sv")

    def found(query: str) -> tuple[bool, bool]:
        text = maria.desk.get(f"/writers?{query}").text
        return "/writers/articles/returns/" in text, "/writers/articles/aterkop/" in text

    assert found("") == (True, True)
    assert found("q=RETURN") == (True, False)
    assert found("q=%C3%A5ter") == (False, True)
    assert found("show=staged&language=en") == (True, False)
    assert found("show=missing&language=en") == (False, True)
    assert found("show=archived") == (False, False)
    assert found("show=nonsense&language=xx&page=x") == (True, True)


def test_agents_read_what_customers_do_not(office: Office, maria: Writer) -> None:
    maria.does("describe", audience="agents", owner=None, review_by=None)
    otto = Writer(office, "Otto", Role.AGENT)

    found = otto.desk.get("/desk/articles?q=RETURER&language=sv").text
    assert "/desk/articles/returns/sv" in found and "/desk/articles/returns/en" not in found and "agents only" in found
    assert "Du har 30 dagar." in otto.desk.get("/desk/articles/returns/sv").text
    assert otto.desk.get("/desk/articles/nothing/sv").status_code == 404
    assert "/desk/articles/returns" not in otto.desk.get("/desk/articles?q=nonsense").text


def test_agents_do_not_write(office: Office, maria: Writer) -> None:
    otto = Writer(office, "Otto", Role.AGENT)

    assert otto.desk.get("/writers").status_code == 403
    assert otto.does("publish", **{"from": 1}).status_code == 403
    assert otto.uploads(DOT).status_code == 403
