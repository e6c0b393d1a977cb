"""The pages and what surrounds them, over real HTTP."""

import httpx
import pytest

from app.texts import FOLDER, texts
from tests.house import House


def get(house: House, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{house.url}{path}", headers=headers, trust_env=False, follow_redirects=True)


@pytest.mark.parametrize("path", ["/", "/help", "/help/fa", "/help/ta/returns", "/widget.js", "/widget/chat.js"])
def test_a_page_is_there(house: House, path: str) -> None:
    answer = get(house, path)

    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/help/xx", "/help/en/nothing", "/widget/../server.py", "/widget/%2e%2e/server.py", "/help/en/%00"],
)
def test_what_is_not_there_is_said_kindly(house: House, path: str) -> None:
    answer = get(house, path)

    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text and "def " not in answer.text


def test_an_article_reads_in_its_direction_and_names_its_sisters(house: House) -> None:
    page = get(house, "/help/fa/returns").text

    assert '<html lang="fa" dir="rtl">' in page
    assert 'hreflang="sv" href="/help/sv/returns"' in page


def test_health_is_cheap_and_ready_says_what_is_missing(house: House) -> None:
    assert get(house, "/health").json() == {"status": "ok"}
    assert get(house, "/ready").json() == {"database": True, "bot": True, "actions": True}


def test_foreign_pages_may_not_talk_to_the_chat_unless_allowed(house: House) -> None:
    assert "Access-Control-Allow-Origin" not in get(house, "/health", Origin="https://evil.example").headers


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
