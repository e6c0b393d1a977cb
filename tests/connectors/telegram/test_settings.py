"""Half a configuration is refused at start; what is there is checked against Telegram itself."""

import asyncio

import pytest

from connectors.checks import Finding
from connectors.telegram.channel import Telegram as Channel
from connectors.telegram.check import check
from connectors.telegram.door import blueprint
from connectors.telegram.settings import telegram as settings
from store.unit_of_work import SqlBooks
from support.errors import Misconfigured
from tests.connectors.telegram.conftest import Configure
from tests.standins.clients import Bot
from tests.standins.telegram.server import TOKEN, Telegram


def test_without_a_token_the_channel_is_closed(configured: Configure) -> None:
    configured()

    assert blueprint() is None and not Channel().is_open
    assert [finding.is_fine for finding in asyncio.run(check())] == [False]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"TELEGRAM_TOKEN": "hunter2"}, "PARLEY_TELEGRAM_TOKEN is no token"),
        ({"TELEGRAM_SECRET": "abc"}, "PARLEY_TELEGRAM_TOKEN is missing"),
        ({"TELEGRAM_MODE": "polling"}, "PARLEY_TELEGRAM_TOKEN is missing"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": "not allowed!"}, "PARLEY_TELEGRAM_SECRET has at most"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "api.telegram.org"}, "PARLEY_TELEGRAM_API must begin"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "pull"}, "PARLEY_TELEGRAM_MODE"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, "needs PARLEY_PUBLIC_URL"),
    ],
)
def test_what_is_half_set_stops_web_and_bot(configured: Configure, given: dict[str, str], why: str) -> None:
    configured(**given)

    for start in (blueprint, Channel):
        with pytest.raises(Misconfigured, match=why):
            start()


@pytest.mark.parametrize(
    ("mode", "public_url", "is_posted"),
    [
        ("auto", "", False),
        ("auto", "http://shop.lan", False),
        ("auto", "https://shop.example", True),
        ("polling", "https://shop.example", False),
        ("webhook", "http://shop.lan", True),
    ],
)
def test_a_public_https_address_makes_the_webhook(
    configured: Configure, mode: str, public_url: str, is_posted: bool
) -> None:
    configured(TELEGRAM_TOKEN=TOKEN, TELEGRAM_MODE=mode, PUBLIC_URL=public_url)

    assert settings().is_posted is is_posted
    assert (blueprint() is not None) is is_posted


def test_a_check_says_who_we_are_and_how_updates_come(telegram: Telegram, books: SqlBooks) -> None:
    found = asyncio.run(check())

    assert all(finding.is_fine for finding in found)
    assert "@parley_demo_bot" in found[0].text and found[2] == Finding(True, "long polling, no webhook")


def test_a_check_tells_a_foreign_webhook_and_a_wrong_token(
    telegram: Telegram, books: SqlBooks, configured: Configure
) -> None:
    bot = Bot(telegram.url, telegram.token)
    bot.does("setWebhook", url="https://other.example/hook")
    bot.http.close()
    assert any("https://other.example/hook" in finding.text and not finding.is_fine for finding in asyncio.run(check()))

    configured(TELEGRAM_TOKEN="110201543:" + "x" * 35, TELEGRAM_API=telegram.url)
    (found,) = asyncio.run(check())
    assert not found.is_fine and "PARLEY_TELEGRAM_TOKEN" in found.text
