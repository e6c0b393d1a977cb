"""The same talk against a stand-in that others wrote, npm's telegram-test-api; tests/standins/README.md starts it."""

import os
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.texts import texts
from tests.house import House
from tests.standins.telegram.server import TOKEN

URL = os.environ.get("PARLEY_TELEGRAM_TEST_API", "")
KAVIN, SECONDS = 77, 20.0

pytestmark = pytest.mark.skipif(not URL, reason="PARLEY_TELEGRAM_TEST_API names no telegram-test-api")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("test-api")
    home = House(folder, PARLEY_TELEGRAM_TOKEN=TOKEN, PARLEY_TELEGRAM_API=URL)
    home.prepare()
    home.start()
    yield home
    home.stop()


def does(deed: str, **body: Any) -> Any:
    return httpx.post(f"{URL}/{deed}", json=body, trust_env=False).json()["result"]


PERSON = {"id": KAVIN, "is_bot": False, "first_name": "Kavin", "language_code": "ta"}
CHAT = {"id": KAVIN, "type": "private", "first_name": "Kavin"}


def writes(text: str) -> None:
    does("sendMessage", botToken=TOKEN, date=int(time.time()), chat=CHAT, text=text, **{"from": PERSON})


def presses(title: str, shown: dict[str, Any]) -> None:
    rows = shown["message"]["reply_markup"]["inline_keyboard"]
    data = next(button["callback_data"] for row in rows for button in row if button["text"] == title)
    message = {"message_id": shown["messageId"], "chat": CHAT, "date": int(time.time()), **shown["message"]}
    does("sendCallback", botToken=TOKEN, message=message, data=data, **{"from": PERSON})


def hears() -> dict[str, Any]:
    """Return the next message to the customer."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if heard := does("getUpdates", token=TOKEN, chatId=KAVIN):
            (message,) = heard
            return dict(message)
        time.sleep(0.1)
    raise AssertionError("silence")


def test_a_customer_is_answered_presses_a_button_and_gets_a_person(home: House) -> None:
    tamil = texts("ta")
    writes("/start")
    assert hears()["message"]["text"] == tamil.get("bot", "greet")

    writes("டெலிவரிக்கு எத்தனை நாட்கள் ஆகும்?")
    answer = hears()
    assert tamil.get("bot", "did_this_help") in answer["message"]["text"]
    presses(tamil.get("bot", "yes_helpful"), answer)
    assert hears()["message"]["text"] == tamil.get("bot", "helpful")

    writes("ஒரு மனிதரிடம் பேச வேண்டும்")
    assert hears()["message"]["text"] == tamil.get("bot", "handover")
