"""How Telegram's updates reach a bot: polled or posted, in order, until taken."""

import threading
import time
from typing import Any

import httpx
import pytest

from tests.standins.app import App
from tests.standins.clients import Bot
from tests.standins.telegram.server import Telegram

HOOK = "https://parley.example/telegram"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def test_updates_come_again_until_the_offset_confirms_them(telegram: Telegram, bot: Bot) -> None:
    anna = telegram.customer()
    anna.writes("one")
    anna.writes("two")

    first = bot.does("getUpdates")
    assert texts(first) == texts(bot.does("getUpdates")) == ["one", "two"]
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert texts(bot.does("getUpdates", offset=first[0]["update_id"] + 1)) == ["two"]
    assert texts(bot.does("getUpdates", offset=-1, limit=1)) == ["two"]
    assert bot.does("getUpdates", offset=first[1]["update_id"] + 1) == []


def test_a_long_poll_waits_for_a_message(telegram: Telegram, bot: Bot) -> None:
    threading.Timer(0.2, telegram.customer().writes, ["hello"]).start()
    began = time.monotonic()

    assert texts(bot.does("getUpdates", timeout=5)) == ["hello"]
    assert 0.1 < time.monotonic() - began < 4


def test_a_long_poll_ends_empty(bot: Bot) -> None:
    began = time.monotonic()

    assert bot.does("getUpdates", timeout=1) == []
    assert time.monotonic() - began >= 0.9


def test_of_two_pollers_the_earlier_is_told(telegram: Telegram, bot: Bot) -> None:
    answers: list[httpx.Response] = []
    earlier = threading.Thread(target=lambda: answers.append(bot.answers("getUpdates", timeout=5)))
    earlier.start()
    time.sleep(0.2)

    rival = Bot(telegram.url, telegram.token)
    assert rival.does("getUpdates") == []
    rival.http.close()

    earlier.join()
    assert answers[0].status_code == 409
    assert "terminated by other getUpdates request" in answers[0].json()["description"]


def test_a_webhook_excludes_polling(bot: Bot) -> None:
    assert bot.does("setWebhook", url="http://127.0.0.1:9/x")

    assert "can't use getUpdates method while webhook is active" in bot.refused("getUpdates")
    assert bot.does("deleteWebhook")
    assert bot.does("getUpdates") == []


def test_a_webhook_needs_https_and_a_public_port_unless_local(bot: Bot) -> None:
    with Telegram(is_local=False) as strict:
        bot.url = strict.url
        for url in (HOOK, *(HOOK.replace(".example", f".example:{port}") for port in (443, 80, 88, 8443))):
            assert bot.does("setWebhook", url=url)
        assert "HTTPS URL must be provided" in bot.refused("setWebhook", url=HOOK.replace("https", "http"))
        assert "only on ports 80, 88, 443" in bot.refused("setWebhook", url="https://parley.example:5005/x")
        assert "bad webhook" in bot.refused("setWebhook", url="parley.example")


@pytest.mark.parametrize(
    ("secret", "is_taken"), [("a" * 256, True), ("A-z_9", True), ("a" * 257, False), ("a b", False)]
)
def test_a_secret_has_256_plain_characters(bot: Bot, secret: str, is_taken: bool) -> None:
    assert (bot.answers("setWebhook", url=HOOK, secret_token=secret).status_code == 200) is is_taken


def test_updates_are_posted_with_the_secret(telegram: Telegram, bot: Bot, app: App) -> None:
    bot.does("setWebhook", url=app.url, secret_token="s3cret", max_connections=5)
    telegram.customer().writes("hej")

    assert telegram.delivered()
    assert texts(app.posted) == ["hej"]
    assert app.requests[0].headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
    assert bot.does("getWebhookInfo") == {
        "url": app.url,
        "max_connections": 5,
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


def test_a_refused_update_comes_again_and_keeps_its_place(telegram: Telegram, bot: Bot, app: App) -> None:
    app.answers(500, 503)
    bot.does("setWebhook", url=app.url)
    anna = telegram.customer()
    for text in ("one", "two", "three"):
        anna.writes(text)

    assert telegram.delivered()
    assert texts(app.posted) == ["one", "one", "one", "two", "three"]
    assert bot.does("getWebhookInfo")["last_error_message"] == "Wrong response from the webhook: 503"


def test_any_2xx_is_taken_and_a_redirect_is_not(telegram: Telegram, bot: Bot, app: App) -> None:
    app.answers(302, 204)
    bot.does("setWebhook", url=app.url)
    telegram.customer().writes("hej")

    assert telegram.delivered()
    assert texts(app.posted) == ["hej", "hej"]


def test_one_chat_in_trouble_does_not_hold_up_another(telegram: Telegram, bot: Bot, app: App) -> None:
    telegram.courier.pause_seconds = 3.0
    app.answers(500)
    bot.does("setWebhook", url=app.url)
    telegram.customer().writes("stuck")
    assert app.has(1)
    telegram.customer().writes("smooth")

    assert telegram.delivered()
    assert texts(app.posted) == ["stuck", "smooth", "stuck"]


def test_updates_wait_while_nobody_listens(telegram: Telegram, bot: Bot, app: App) -> None:
    anna = telegram.customer()
    anna.writes("before")
    assert bot.does("getWebhookInfo")["pending_update_count"] == 1

    bot.does("setWebhook", url=app.url)

    assert telegram.delivered()
    assert texts(app.posted) == ["before"]


def test_pending_updates_can_be_dropped(telegram: Telegram, bot: Bot) -> None:
    telegram.customer().writes("old")

    bot.does("deleteWebhook", drop_pending_updates=True)

    assert bot.does("getUpdates") == []


def test_only_the_kinds_asked_for_come(telegram: Telegram, bot: Bot) -> None:
    anna = telegram.customer()
    first = anna.writes("hej")["message_id"]
    anna.reacts(first)
    assert [set(update) - {"update_id"} for update in bot.does("getUpdates")] == [{"message"}]

    bot.does("getUpdates", offset=-1, allowed_updates=["message_reaction"])
    anna.writes("unheard")
    anna.reacts(first)
    assert "message_reaction" in bot.does("getUpdates")[-1]
    assert len(bot.does("getUpdates")) == 2


def test_connections_side_by_side_are_counted(telegram: Telegram, bot: Bot, app: App) -> None:
    app.seconds = 0.2
    bot.does("setWebhook", url=app.url, max_connections=2)
    for person in [telegram.customer() for _ in range(6)]:
        person.writes("hej")

    assert telegram.delivered()
    assert app.most_at_once == 2
