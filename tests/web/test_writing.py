"""The editor over HTTP: who may what, what is told of a clash, what never gets out."""

import base64
import re
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.markup import html
from kb.importing.mirroring import mirror
from support.articles import Article
from support.staff import Role
from support.writing import Manuscript, State
from tests.web.office import Desk, Office

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
RETURNS = Article(slug="returns", language="en", title="Returns", body="You have 30 days.", tags=("returns",))
SWEDISH = Article(slug="returns", language="sv", title="Returer", body="Du har 30 dagar.")
TEXT = {"title": "Returns", "body": "You have 60 days.", "questions": [], "tags": ["returns"]}
HALF = b'{"from": 1, "title": "half a letter \\ud800", "body": "", "questions": [], "tags": []}'
_SHOWN = re.compile(r'src="([^"]*)"')
SLOWEST = 4
"""How much slower a machine that runs other tests may be."""
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
        {"from": 1, **TEXT, "made_from": 7},
        {"from": 1, **TEXT, "made_from": 0},
        {"from": 1, **TEXT, "title": "\u202e\u2066\x07"},
        {"from": 1, **TEXT, "body": "x" * 20_000_000},
    ],
)
def test_what_is_no_text_is_refused_in_words(maria: Writer, body: dict[str, Any]) -> None:
    answer = maria.does("save", **body)

    assert answer.status_code in (400, 413) and answer.json()["message"]
    assert maria.sees()["manuscript"]["revision"] == 1


@pytest.mark.parametrize(
    "name",
    [
        "returns/xx",
        "nothing/en",
        "%2e%2e/en",
        "returns/en%00",
        "a--b/en",
        "x" * 200 + "/en",
        "returns/EN",
        "returns/en-US",
        "returns/e",
        "returns/..%2f..",
        "returns/%D9%81%D8%A7",
        "returns/en;q=1",
    ],
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


@pytest.mark.parametrize("what", ["save", "preview", "compare", "publish", "archive", "describe"])
@pytest.mark.parametrize("language", ["xx", "fa", "en-US", "EN", "e\u0301n"])
def test_a_language_that_there_is_not_is_not_found(maria: Writer, what: str, language: str) -> None:
    answer = maria.does(what, f"returns/{language}", **{"from": 1, "with": 1, "audience": "public"}, **TEXT)
    assert (answer.status_code, "there is no" in answer.json()["message"]) == (404, True)


def test_a_title_with_signs_that_nobody_sees_is_kept_without_them(maria: Writer) -> None:
    title = "\u202eReturns\u0007 \u2067in\x1b[31m short\u200c\x85now"
    body = "One\x08 two.\r\rThree \u2067four\u2069."
    told = maria.does(
        "save", **{"from": 1}, **TEXT | {"title": title, "body": body, "tags": ["\u202d", "a\x07b"]}
    ).json()

    assert told["words"] == TEXT | {
        "title": "Returns in[31m short\u200c now",  # what joins letters is part of how words are written
        "body": "One two.\n\nThree \u2067four\u2069.",
        "tags": ["ab"],
    }


@pytest.mark.parametrize("body", ["x" * 200_001, "![" * 100_000, "[" * 5001, "a\n" * 500_000])
@pytest.mark.parametrize("what", ["save", "preview", "compare"])
def test_what_nobody_could_read_is_refused_at_once(maria: Writer, what: str, body: str) -> None:
    began = time.monotonic()
    answer = maria.does(what, **{"from": 1, "with": 1}, **TEXT | {"body": body})

    assert (answer.status_code, "more than" in answer.text or "longer than" in answer.text) == (413, True)
    assert time.monotonic() - began < 0.5 * SLOWEST


def test_what_is_unreadable_is_refused_and_leaves_nothing(maria: Writer) -> None:
    headers = {"X-CSRF-Token": maria.csrf}
    for content in (b"{", b"[]", b"\xff", b'{"from": 1' + b"[" * 50_000, b"null", HALF, b"x" * 20_000_000):
        answer = maria.desk.http.post("/writers/api/articles/returns/en/save", content=content, headers=headers)
        assert answer.status_code in (400, 413), answer.text
    assert maria.sees()["manuscript"]["revision"] == 1


@pytest.mark.parametrize(
    "key", ["..%2f..%2fetc%2fpasswd", "../media/x", "%2e%2e", "0" * 63, "0" * 65, "0" * 64, "0" * 63 + "%00", "A" * 64]
)
def test_no_path_leads_out_of_the_pictures(office: Office, maria: Writer, key: str) -> None:
    assert office.desk().get(f"/pictures/{key}").status_code == 404
    told = maria.does("preview", body=f"![x](picture:{key}) ![y](/pictures/{key}.html)").json()
    assert told["dead"] and all(re.fullmatch(r"/pictures/[0-9a-f]{64}", each) for each in _SHOWN.findall(told["html"]))


@pytest.mark.parametrize("script", [b"GIF89a/*<script>*/=1;alert(1)", b"\xff\xd8\xff<html><script>alert(1)</script>"])
def test_a_picture_that_is_a_page_as_well_is_shown_as_a_picture_alone(
    office: Office, maria: Writer, script: bytes
) -> None:
    found = office.desk().get(maria.uploads(script, "x.html").json()["url"])

    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Content-Type"] in ("image/gif", "image/jpeg")
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_articles_that_link_to_each_other_in_a_circle_go_live(office: Office, maria: Writer) -> None:
    maria.desk.sends("/writers/new", title="Refunds", language="en")
    maria.does("save", "refunds/en", **{"from": 1}, **TEXT | {"body": "See [returns](article:returns)."})
    maria.does("save", **{"from": 1}, **TEXT | {"body": "See [refunds](article:refunds) or [here](article:returns)."})

    assert maria.does("publish", **{"from": 2}).json()["links"] == ["refunds"]
    assert maria.does("publish", "refunds/en", **{"from": 2}).status_code == 200
    assert maria.does("publish", **{"from": 2}).status_code == 200
    for slug in ("returns", "refunds"):
        assert office.desk().get(f"/help/en/{slug}").status_code == 200


def test_names_that_lead_to_each_other_in_a_circle_lead_home(office: Office, maria: Writer) -> None:
    for before, after in (("returns", "a"), ("a", "b"), ("b", "returns")):
        assert maria.does("rename", f"{before}/en", slug=after).status_code == 200

    for slug in ("a", "b"):
        assert office.desk().get(f"/help/en/{slug}").headers["Location"] == "/help/en/returns"
    assert office.desk().get("/help/en/returns").status_code == 200


def test_who_has_it_open_while_it_is_renamed_goes_on(maria: Writer) -> None:
    maria.does("rename", slug="take-back")

    assert maria.does("save", **{"from": 1}, **TEXT).json()["manuscript"]["slug"] == "take-back"
    assert maria.does("preview", body="x").status_code == 200
    assert maria.desk.get("/writers/articles/returns/en/history").headers["Location"].endswith("/take-back/en/history")


def test_all_languages_go_live_together_or_none(office: Office, maria: Writer) -> None:
    swedish = TEXT | {"title": "Returer", "body": "Du har 60 dagar. [x](article:nowhere)"}
    maria.does("save", **{"from": 1}, **TEXT)
    maria.does("save", "returns/sv", **{"from": 1}, **swedish)
    maria.desk.sends("/writers/articles/returns/fa/begin")
    ready = {tab["language"]: tab["ready"] for tab in maria.sees()["tabs"] if tab["ready"]}
    assert ready == {"en": 2, "sv": 2}  # the Persian one is blank

    def answered() -> list[bool]:
        return ["60" in office.desk().get(f"/help/{language}/returns").text for language in ("en", "sv")]

    assert maria.does("publish_all", languages=ready).json()["links"] == ["nowhere (sv)"]
    overtaken = maria.does("publish_all", languages=ready | {"sv": 1}, anyway=True)
    assert (overtaken.status_code, "sv" in overtaken.json()["message"]) == (409, True)
    assert maria.does("publish_all", languages=ready | {"fa": 1}, anyway=True).status_code == 409
    assert maria.does("publish_all", languages={"../x": 1}).status_code == 400
    assert maria.does("publish_all", languages={}).status_code == 409
    assert (answered(), noted(office)) == ([False, False], [])
    assert maria.does("publish_all", languages=ready, anyway=True).status_code == 200
    assert (answered(), noted(office)) == ([True, True], ["article_published"] * 2)


def test_a_review_is_asked_for_and_given_by_another(office: Office, maria: Writer) -> None:
    otto = Writer(office, "Otto")
    maria.does("save", **{"from": 1}, **TEXT)
    maria.does("submit", **{"from": 2})

    assert "/writers/articles/returns/" in otto.desk.get("/writers?show=review").text
    assert otto.does("give_back", **{"from": 2}).json()["manuscript"]["state"] == "draft"
    assert otto.does("give_back", **{"from": 1}).status_code == 409
    maria.does("submit", **{"from": 2})
    mended = otto.does("save", **{"from": 2}, **TEXT | {"body": "You have 60 days!"}).json()["manuscript"]
    assert (mended["state"], mended["changed_by"]) == ("review", "Otto")
    assert otto.does("publish", **{"from": 3}).json()["manuscript"]["state"] == "published"


def test_an_archived_source_can_be_translated_and_comes_back(office: Office, maria: Writer) -> None:
    maria.does("archive", **{"from": 1})
    assert [office.desk().get(f"/help/{one}/returns").status_code for one in ("en", "sv")] == [404, 200]

    assert maria.sees("returns/sv")["source"]["words"]["body"] == "You have 30 days."
    assert maria.desk.sends("/writers/articles/returns/fa/begin").status_code == 303
    assert maria.sees("returns/fa")["manuscript"]["made_from"] == 1
    assert maria.does("submit", **{"from": 1}).status_code == 409
    assert maria.does("publish", **{"from": 1}).json()["manuscript"]["state"] == "published"
    assert "30 days" in office.desk().get("/help/en/returns").text


def test_a_list_of_two_thousand_is_there_in_half_a_second(office: Office, maria: Writer) -> None:
    _fill(office, 2000)
    began = time.monotonic()
    found = maria.desk.get("/writers?q=topic-1999+nummer")
    assert time.monotonic() - began < 0.5 * SLOWEST
    assert found.text.count("/writers/articles/topic-1999/") == 9 and len(found.content) < 20_000
    assert len(maria.desk.get("/writers?page=3").content) < 200_000


def _fill(office: Office, topics: int) -> None:
    """Have so many articles, each in eight languages; as fast as a database takes rows."""
    now = datetime.now(UTC)
    names = {"en": "number", "sv": "nummer"}
    with office.books.writing() as uow:
        for number in range(topics):
            for language in ("en", "sv", "fa", "bn", "ta", "te", "es", "de"):
                title = f"{names.get(language, language)} {number}"
                uow.manuscripts.save(
                    Manuscript(
                        slug=f"topic-{number}",
                        language=language,
                        title=title,
                        state=State.PUBLISHED,
                        revision=1,
                        live=1,
                        changed_at=now,
                    )
                )
        uow.commit()


def test_the_list_finds_by_words_and_by_what_is_to_do(maria: Writer) -> None:
    maria.does("save", **{"from": 1}, **TEXT)
    maria.desk.sends("/writers/new", title="Återköp", language="sv")

    def found(query: str) -> tuple[bool, bool]:
        text = maria.desk.get(f"/writers?{query}").text
        return "/writers/articles/returns/" in text, "/writers/articles/aterkop/" in text

    assert found("") == (True, True)
    assert found("q=RETURN") == (True, False)
    assert found("q=returer") == (True, False)  # as it is called in another language
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
