"""The pages and what surrounds them, over real HTTP."""

import html
import socket

import httpx
import pytest

from app.texts import FOLDER, texts
from connectors.webhook import LARGEST
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.conftest import SHOP_PORT
from tests.house import House
from web.pages import Pages

SHOP = f"http://127.0.0.1:{SHOP_PORT}"


def get(house: House, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{house.url}{path}", headers=headers, trust_env=False, follow_redirects=True)


@pytest.mark.parametrize(
    "path", ["/", "/help", "/help/fa", "/help/ta/returns", "/widget.js", "/widget/chat.js", "/ui/tokens.css"]
)
def test_a_page_is_there(house: House, path: str) -> None:
    answer = get(house, path)

    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/help/xx", "/help/en/nothing", "/widget/../server.py", "/widget/%2e%2e/server.py", "/help/en/%00"]
    + [f"/{folder}/{odd}" for folder in ("ui", "widget") for odd in ("", "%00", "%2e", "x" * 300, "chat.js/x", "%ff")],
)
def test_what_is_not_there_is_said_kindly(house: House, path: str) -> None:
    answer = get(house, path)

    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text and "def " not in answer.text


@pytest.mark.parametrize(
    ("wish", "language", "direction"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv", "ltr"),
        ("fa", "fa", "rtl"),
        ("fr-FR, en;q=0.2, ta;q=0.7", "ta", "ltr"),
        ("te;q=0, bn-IN", "bn", "ltr"),
        ("tlh, *;q=0.1", "en", "ltr"),
        (";;q=x,,-", "en", "ltr"),
        ("", "en", "ltr"),
    ],
)
def test_an_error_is_said_in_the_browsers_language(house: House, wish: str, language: str, direction: str) -> None:
    answer = get(house, "/nothing", **{"Accept-Language": wish})

    assert answer.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert html.escape(texts(language).get("help", "not_found")) in answer.text
    assert f'href="/help/{language}"' in answer.text


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ta", "ltr"), ("bn", "ltr"), ("en", "ltr")])
def test_the_front_page_is_in_the_browsers_language(house: House, language: str, direction: str) -> None:
    answer = get(house, "/", **{"Accept-Language": language})

    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert answer.headers["vary"].startswith("Accept-Language")
    for name in ("front_title", "front_no_script", "front_help", "front_readiness"):
        assert html.escape(texts(language).get("help", name)) in answer.text


def test_a_server_in_trouble_does_not_offer_a_chat_as_well() -> None:
    page = Pages(SqlBooks(open_engine("sqlite://"))).error(500, "de")

    assert texts("de").get("help", "trouble") in page
    assert "/widget.js" not in page


@pytest.mark.parametrize("path", ["/", "/help/sv", "/help/ta/returns", "/health", "/ready", "/widget.js"])
def test_a_page_can_be_asked_for_by_its_head(house: House, path: str) -> None:
    answer = httpx.head(f"{house.url}{path}", trust_env=False)

    assert (answer.status_code, answer.content) == (200, b"")


def test_a_request_for_no_path_is_refused(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port), timeout=10) as line:
        line.sendall(b"OPTIONS * HTTP/1.1\r\nHost: parley\r\nConnection: close\r\n\r\n")
        assert line.recv(64).startswith(b"HTTP/1.1 405 ")


def test_what_cannot_be_asked_for_is_refused_in_words(house: House) -> None:
    answer = httpx.put(f"{house.url}/help/de", headers={"Accept-Language": "de"}, trust_env=False)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert texts("de").get("help", "refused") in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/ready/nothing", 404),
        ("PUT", "/help/de", 405),
        ("GET", "/chat/messages", 405),
        ("GET", "/chat/events", 401),
        ("POST", "/chat/session", 413),
    ],
)
def test_an_error_is_guarded_as_a_page_is_and_kept_by_no_cache(
    house: House, method: str, path: str, status: int
) -> None:
    body = b"x" * (LARGEST + 1) if status == 413 else b""
    answer = httpx.request(method, f"{house.url}{path}", content=body, trust_env=False)

    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert ("Content-Security-Policy" in answer.headers) == answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("path", "status", "kind"), [("/chat/messages", 405, "MethodNotSupported"), ("/ready/nothing", 404, "NotFound")]
)
def test_programs_are_told_of_errors_in_json(house: House, path: str, status: int, kind: str) -> None:
    answer = get(house, path, **{"Accept-Language": "fa"})

    assert (answer.status_code, answer.json()["error"]) == (status, kind)


def test_the_help_centre_opens_in_the_browsers_language(house: House) -> None:
    assert get(house, "/help", **{"Accept-Language": "es-MX"}).url.path == "/help/es"


def test_an_article_reads_in_its_direction_and_names_its_sisters(house: House) -> None:
    page = get(house, "/help/fa/returns").text

    assert '<html lang="fa" dir="rtl">' in page
    assert f'hreflang="sv" href="{house.url}/help/sv/returns"' in page


def test_health_is_cheap_and_ready_says_what_is_missing(house: House) -> None:
    assert get(house, "/health").json() == {"status": "ok"}
    assert get(house, "/ready").json() == {"database": True, "bot": True, "actions": True}


def test_foreign_pages_may_not_talk_to_the_chat_unless_allowed(house: House) -> None:
    assert "Access-Control-Allow-Origin" not in get(house, "/health", Origin="https://evil.example").headers


@pytest.mark.parametrize("path", ["session", "messages", "events", "texts/sv"])
def test_a_page_that_may_talk_to_the_chat_is_let_in(house: House, path: str) -> None:
    """A browser asks first, as here, and sends nothing unless the answer is 2xx."""
    asked = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{house.url}/chat/{path}", headers=asked, trust_env=False)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]

    asked["Origin"] = "https://evil.example"
    answer = httpx.options(f"{house.url}/chat/{path}", headers=asked, trust_env=False)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_copy_made_for_our_own_pages_is_none_for_a_shops(house: House) -> None:
    """Help pages and shop are mostly one site, and share the browser's cache."""
    assert "Origin" in get(house, "/widget.js").headers["Vary"].split(", ")
    assert httpx.get(f"{house.url}/help", trust_env=False).headers["Vary"] == "Accept-Language, Origin"


def test_the_action_server_answers_only_its_bot(house: House) -> None:
    url = f"http://127.0.0.1:{house.actions_port}/webhook"

    assert httpx.post(url, json={}, trust_env=False).status_code == 401
    assert httpx.post(url, json={}, headers={"Authorization": "Bearer x"}, trust_env=False).status_code == 401


def test_rasas_own_api_is_closed(house: House) -> None:
    bot = f"http://127.0.0.1:{house.bot_port}"

    assert httpx.get(f"{bot}/conversations/x/tracker", trust_env=False).status_code == 404
    assert httpx.post(f"{bot}/model/parse", json={"text": "x"}, trust_env=False).status_code == 404
    assert httpx.post(f"{bot}/webhooks/rest/webhook", json={"message": "/restart"}, trust_env=False).status_code == 404


def test_every_language_has_every_text() -> None:
    """A missing one would fall back to English: said in the log, and found here."""
    english = texts("en").own
    for path in FOLDER.glob("*.yml"):
        own = texts(path.stem).own
        for group in ("bot", "widget", "help"):
            assert own[group].keys() == english[group].keys(), (path.stem, group)
            for key, text in english[group].items():
                assert set(_fields(own[group][key])) == set(_fields(text)), (path.stem, group, key)


def _fields(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def test_a_language_we_have_no_texts_for_falls_back() -> None:
    assert texts("tlh").get("bot", "greet") == texts("en").get("bot", "greet")
