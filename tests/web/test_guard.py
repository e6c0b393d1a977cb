"""Nobody gets where their roles do not let them: every route there is, with everybody there is."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sanic import Sanic
from sanic.response import text

from app.wiring import ear
from support.errors import Misconfigured
from support.staff import EVERYBODY, Role
from tests.web.office import Desk, Office
from web import guard, server

ADMIN = frozenset({Role.ADMIN})
AGENTS = frozenset({Role.AGENT})
LEARNERS = frozenset({Role.WRITER, Role.TRAINER})
WRITERS = frozenset({Role.WRITER})
ARTICLE = "/writers/articles/<slug:str>/<language:str>"
WRITTEN = (
    *("save", "restore", "submit", "give_back", "publish", "publish_all", "archive", "describe"),
    *("preview", "compare", "rename", "machine"),
)
TRIED = ("ask", "questions", "questions/keep", "questions/remove", "questions/check")
DEEDS = ("take", "reply", "note", "labels", "assign", "transfer", "snooze", "resolve", "return", "retry")

PUBLIC = {
    "/",
    "/chat/events",
    "/chat/files/<key:str>",
    "/chat/messages",
    "/chat/session",
    "/chat/typing",
    "/chat/texts/<language:str>",
    "/health",
    "/help",
    "/help/<language:str>",
    "/help/<language:str>/<slug:str>",
    "/help/<language:str>/<slug:str>/votes",
    "/help/<language:str>/offers",
    "/help/<language:str>/search",
    "/help/<language:str>/suggest",
    "/help/<language:str>/topics/<tag:str>",
    "/pictures/<key:str>",
    "/ready",
    "/robots.txt",
    "/sign-in",
    "/sitemap.xml",
    "/sitemaps/<name:str>",
    "/welcome/<token:str>",
    "/widget.js",
}
"""Written down a second time on purpose: what is to be public is to be said here, too."""

_OPEN = re.compile(r"/webhooks/|/(widget|ui|desk/ui|writers/ui)/<name:str>$")
"""Channels' posts, and files without a word of anybody's in them."""

ROLES = {
    "/account": EVERYBODY,
    "/account/name": EVERYBODY,
    "/account/password": EVERYBODY,
    "/account/sessions/<sign_in_id:[0-9a-f]{24}>/end": EVERYBODY,
    "/account/sessions/end-others": EVERYBODY,
    "/admin/audit": ADMIN,
    "/admin/people": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>/change": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>/disable": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>/enable": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>/link": ADMIN,
    "/admin/people/<account_id:[0-9a-f]{24}>/sign-out": ADMIN,
    "/admin/teams": ADMIN,
    "/desk": AGENTS,
    "/desk/api/canned": AGENTS,
    "/desk/api/conversations": AGENTS,
    "/desk/api/conversations/<id:str>": AGENTS,
    **{f"/desk/api/conversations/<id:str>/{deed}": AGENTS for deed in (*DEEDS, "typing", "viewing")},
    "/desk/api/entries/<id:str>/marks": AGENTS,
    **{f"/desk/api/conversations/<id:str>/{aid}": AGENTS for aid in ("abilities", "files", "suggestions", "window")},
    "/desk/api/events": AGENTS,
    "/desk/api/presence": AGENTS,
    "/desk/api/files/<key:str>": AGENTS,
    "/desk/api/me": AGENTS,
    "/desk/articles": frozenset({Role.AGENT, Role.WRITER}),
    "/desk/articles/<slug:str>/<language:str>": frozenset({Role.AGENT, Role.WRITER}),
    "/desk/canned": AGENTS,
    "/desk/canned/<id:[0-9a-f]{24}>": AGENTS,
    "/desk/canned/<id:[0-9a-f]{24}>/change": AGENTS,
    "/desk/canned/<id:[0-9a-f]{24}>/delete": AGENTS,
    "/desk/marks": LEARNERS,
    "/desk/marks.json": LEARNERS,
    "/desk/marks/done": LEARNERS,
    "/sign-out": EVERYBODY,
    "/writers": WRITERS,
    "/writers/ask": LEARNERS,
    "/writers/gaps": LEARNERS,
    "/writers/gaps/group": LEARNERS,
    "/writers/gaps/twins": LEARNERS,
    "/writers/gaps/twins/part": WRITERS,
    **{f"/writers/gaps/{deed}": WRITERS for deed in ("accept", "point", "dismiss", "reopen")},
    "/writers/new": WRITERS,
    "/writers/api/ask": LEARNERS,
    "/writers/api/pictures": WRITERS,
    **{f"{ARTICLE}{act}": WRITERS for act in ("", "/begin", "/history")},
    "/writers/api/articles/<slug:str>/<language:str>": WRITERS,
    **{f"/writers/api/articles/<slug:str>/<language:str>/{deed}": WRITERS for deed in (*WRITTEN, *TRIED)},
}
"""A new route of the staff's stands here with its roles, or the first test fails."""

PEOPLE = {
    "nobody": frozenset(),
    "agent": frozenset({Role.AGENT}),
    "writer": frozenset({Role.WRITER}),
    "trainer": frozenset({Role.TRAINER}),
    "both": frozenset({Role.AGENT, Role.TRAINER}),
    "admin": ADMIN,
}


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    """Whoever asks for the desk's stream has the ear look, and the office is open for longer than one test."""
    yield
    ear().close()


@pytest.fixture(scope="module")
def routes() -> list[tuple[str, str]]:
    """Every route of the app as (path, method), listed from the app itself."""
    Sanic.test_mode = True
    app = server.create_app()
    return sorted((f"/{route.path}", method) for route in guard.all_routes(app) for method in route.methods)


def address(path: str) -> str:
    """Return a path that a route's pattern takes."""
    return re.sub(r"<[^>]*>", "0123456789abcdef01234567", path)


def ask(desk: Desk, path: str, method: str, **values: Any) -> int:
    return answer(desk, path, method, **values).status_code


def answer(desk: Desk, path: str, method: str, **values: Any) -> httpx.Response:
    """Return an answer without its body: a stream's has no end."""
    with desk.http.stream(method, address(path), **values) as found:
        return found


def private(routes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(path, method) for path, method in routes if path not in PUBLIC and not _OPEN.match(path)]


def test_every_route_is_public_or_somebodys(routes: list[tuple[str, str]]) -> None:
    assert {path for path, _ in private(routes)} == ROLES.keys()
    assert ROLES.keys().isdisjoint(PUBLIC) and {path for path, _ in routes} >= PUBLIC


@pytest.mark.parametrize("who", PEOPLE)
def test_every_route_lets_in_whom_it_should(office: Office, routes: list[tuple[str, str]], who: str) -> None:
    """What changes things is sent without a token here: whose roles do is told of that, whose do not is not."""
    desk = office.desk() if who == "nobody" else office.desk_of(office.hires(who, *PEOPLE[who]))

    for path, method in private(routes):
        expected = status(who, path, method)
        assert ask(desk, path, method) in expected, (who, method, path)


def status(who: str, path: str, method: str) -> set[int]:
    if who == "nobody":
        return {turned_away(path)}
    is_allowed = bool(ROLES[path] & PEOPLE[who]) or who == "admin"
    if not is_allowed or method not in guard.SAFE:
        return {403}
    return {200, 404}  # 404: there is nobody of that id


def turned_away(path: str) -> int:
    return 401 if path.startswith(("/desk/api/", "/writers/api/")) else 303


def test_a_session_that_was_ended_opens_nothing(office: Office, routes: list[tuple[str, str]]) -> None:
    anna = office.hires("Anna", Role.ADMIN)
    desk = office.desk_of(anna)
    token = desk.csrf()
    with office.books.writing() as uow:
        uow.sign_ins.end_all(anna.id)
        uow.commit()

    for path, method in private(routes):
        assert ask(desk, path, method, headers={"X-CSRF-Token": token}) == turned_away(path), (method, path)


@pytest.mark.parametrize("cookie", ["x", "", "a" * 43, '"; DROP TABLE accounts', "Ä", "x" * 4000])
def test_a_made_up_session_opens_nothing(office: Office, routes: list[tuple[str, str]], cookie: str) -> None:
    sent = [(b"Cookie", f"{guard.COOKIE}={cookie}".encode())]

    for path, method in private(routes):
        assert ask(office.desk(), path, method, headers=sent) == turned_away(path), (method, path)


def test_the_wrong_token_changes_nothing(office: Office, routes: list[tuple[str, str]]) -> None:
    """Not another session's, not none, not the right one from another site's page."""
    carl = office.hires("Carl", Role.ADMIN)
    desk, other = office.desk_of(carl), office.desk_of(carl)
    wrong: list[dict[str, str]] = [
        {"X-CSRF-Token": other.csrf()},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "ü".encode().decode("latin-1")},
        {"X-CSRF-Token": desk.csrf(), "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": desk.csrf(), "Sec-Fetch-Site": "same-site"},
        {"X-CSRF-Token": desk.csrf(), "Origin": "https://evil.example"},
        {"X-CSRF-Token": desk.csrf(), "Origin": "null"},
    ]

    for path, method in private(routes):
        for headers in wrong if method not in guard.SAFE else []:
            raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            assert ask(desk, path, method, headers=raw) == 403, (method, path, headers)
    assert desk.is_signed_in


def test_the_answers_are_nobody_elses(office: Office, routes: list[tuple[str, str]]) -> None:
    desk = office.desk_of(office.hires("Dora", Role.ADMIN))

    for path, method in [*private(routes), ("/sign-in", "GET"), ("/welcome/x", "GET")]:
        headers = answer(desk, path, method, headers={"Origin": office.url}).headers
        assert headers["Cache-Control"] == "no-store", (method, path)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers


async def _bare(_request: Any) -> Any:
    return text("anybody may read this")


def test_a_route_that_says_nothing_stops_the_server() -> None:
    Sanic.test_mode = True
    app = server.create_app()
    app.add_route(_bare, "/desk/api/secrets")

    with pytest.raises(Misconfigured, match="/desk/api/secrets"):
        guard.check(app)


def test_a_route_cannot_be_for_nobody() -> None:
    with pytest.raises(Misconfigured, match="lets nobody in"):
        guard.allowed()


def test_programs_are_told_in_json_and_people_where_to_sign_in(office: Office) -> None:
    answer = office.desk().get("/admin/people?done=saved")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/admin/people%3Fdone%3Dsaved")
    assert guard.is_for_programs("/desk/api/me") and guard.is_for_programs("/api/x")
    assert not guard.is_for_programs("/desk/x/api") and not guard.is_for_programs("/admin/people")
