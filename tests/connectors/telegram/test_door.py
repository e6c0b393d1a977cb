"""The webhook in the real web process: what is Telegram's is on disk when acknowledged, the rest is turned away."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.messages import conversation
from tests.databases import with_tables
from tests.house import ROOT, House
from tests.standins.clients import Bot
from tests.standins.samples import names, payload
from tests.standins.telegram.server import Telegram

SECRET = "a-secret-only-Telegram-knows"


class Web:
    """The web process by itself, its books, and Telegram's server."""

    def __init__(self, folder: Path, telegram: Telegram) -> None:
        self.telegram = telegram
        self.house = House(
            folder,
            PARLEY_TELEGRAM_TOKEN=telegram.token,
            PARLEY_TELEGRAM_API=telegram.url,
            PARLEY_TELEGRAM_MODE="webhook",
            PARLEY_TELEGRAM_SECRET=SECRET,
            PARLEY_PUBLIC_URL="http://127.0.0.1",
        )
        engine = open_engine(f"sqlite:///{folder / 'parley.db'}")
        with_tables(engine)
        self.books = SqlBooks(engine)

    @property
    def hook(self) -> str:
        return f"{self.house.url}/webhooks/telegram?bot=parley_demo_bot"

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "web"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self.house.environment)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.house.url}/health", trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("web does not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=15)
        self.books.dispose()

    def posts(self, body: Any, secret: str | None = SECRET, url: str = "") -> int:
        """Post as Telegram would and return the status."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode()} if secret is not None else {}
        return httpx.post(url or self.hook, content=content, headers=headers, trust_env=False).status_code

    def written(self, address: int | str) -> list[str]:
        with self.books.reading() as uow:
            return [message.text for message in uow.inbox.messages(conversation("telegram", str(address)))]

    def strays(self) -> int:
        with self.books.reading() as uow:
            return len(uow.strays.all())


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with Telegram() as telegram:
        web = Web(tmp_path_factory.mktemp("web"), telegram)
        web.start()
        yield web
        web.stop()


def a_text(chat: int, text: str, number: int = 1) -> dict[str, Any]:
    update = payload("telegram", "text")
    update["message"] |= {"text": text, "message_id": number}
    update["message"]["chat"]["id"] = update["message"]["from"]["id"] = chat
    return update


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
def test_a_post_without_the_secret_is_turned_away(web: Web, secret: str | None) -> None:
    assert web.posts(a_text(1001, "forged"), secret) == 401
    assert web.written(1001) == []


def test_a_message_is_on_disk_when_it_is_acknowledged_and_counts_once(web: Web) -> None:
    for _ in range(3):
        assert web.posts(a_text(1002, "hej")) == 200
        assert web.written(1002) == ["hej"]


@pytest.mark.parametrize("name", names("telegram"))
def test_everything_telegram_posts_is_acknowledged(web: Web, name: str) -> None:
    update = payload("telegram", name)
    if "callback_query" in update:
        update["callback_query"]["id"] += "0"  # the stand-in counts from the same number

    assert web.posts(update) == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, b'{"update_id": 1}'])
def test_what_cannot_be_read_is_kept_and_not_sent_again(web: Web, body: bytes) -> None:
    before = web.strays()

    assert web.posts(body) == 200
    assert web.strays() == before + 1


def test_half_a_letter_is_no_reason_to_fail(web: Web) -> None:
    body = json.dumps(a_text(1003, "LETTER")).replace("LETTER", "\\ud83d!").encode()

    assert web.posts(body) == 200
    assert web.written(1003) == ["?!"]


def test_our_name_stands_in_the_address_that_telegram_posts_to(web: Web) -> None:
    named = payload("telegram", "group_text_with_mention")
    named["message"] |= {"message_id": 901, "from": {"id": 1004, "is_bot": False, "first_name": "Bo"}}
    address = "-1001700000003.1004"

    assert web.posts(named, url=f"{web.house.url}/webhooks/telegram") == 200
    assert web.written(address) == []  # an address set by hand: whom @parley_demo_bot means is not known
    assert web.posts(named) == 200
    assert web.written(address) == ["när öppnar butiken?"]


def test_from_the_stand_ins_hands_to_the_books(web: Web) -> None:
    bot, anna = Bot(web.telegram.url, web.telegram.token), web.telegram.customer("Anna", id=1005)
    bot.does("setWebhook", url=web.hook, secret_token=SECRET)
    for number in range(5):
        anna.writes(f"nummer {number}")
    assert web.telegram.delivered()
    assert web.written(1005) == [f"nummer {number}" for number in range(5)]

    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "answer_helpful"}]]}
    bot.does("sendMessage", chat_id=anna.chat.id, text="?", reply_markup=keyboard)
    anna.presses("Ja")
    assert web.telegram.record.wait(lambda: web.telegram.record.named("editMessageReplyMarkup"))
    assert len(web.telegram.record.named("answerCallbackQuery")) == 1
    assert web.written(1005)[-1] == "Ja"
    bot.http.close()
