"""How updates are fetched: in order, once, through trouble, and beside nobody else."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from app.settings import settings
from app.wiring import books as our_books
from connectors import base
from connectors.base import Running
from connectors.telegram import ears
from connectors.telegram.channel import Telegram as Channel
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.messages import conversation
from tests.connectors.telegram.conftest import Configure
from tests.databases import with_tables
from tests.standins.clients import Bot
from tests.standins.faults import Kind as Fault
from tests.standins.telegram import updates
from tests.standins.telegram.server import Telegram

SECONDS = 10.0


def listens(until: Callable[[], bool], *deeds: Callable[[], object]) -> None:
    """Have the channel listen while things happen, until it is enough."""

    async def run() -> None:
        channel = Channel()
        ear = asyncio.create_task(channel.listen())
        try:
            async with asyncio.timeout(SECONDS):
                for deed in deeds:
                    await asyncio.to_thread(deed)
                while not await asyncio.to_thread(until):
                    assert not ear.done() or ear.exception() is None
                    await asyncio.sleep(0.02)
        finally:
            ear.cancel()
            await asyncio.gather(ear, return_exceptions=True)
            await channel._api.close()

    asyncio.run(run())


def written(books: SqlBooks, address: str) -> list[str]:
    with books.reading() as uow:
        return [message.text for message in uow.inbox.messages(conversation("telegram", address))]


def test_what_customers_write_is_fetched_and_confirmed(telegram: Telegram, books: SqlBooks) -> None:
    anna, bo = telegram.customer("Anna"), telegram.customer("Bo")
    anna.writes("before the bot was there")

    def talk() -> None:
        for number in range(3):
            anna.writes(f"anna {number}")
            bo.writes(f"bo {number}")

    listens(lambda: telegram.is_idle and len(written(books, bo.address)) == 3, talk)
    assert written(books, anna.address) == ["before the bot was there", "anna 0", "anna 1", "anna 2"]
    assert written(books, bo.address) == ["bo 0", "bo 1", "bo 2"]


def test_an_update_that_comes_twice_is_one_message(telegram: Telegram, books: SqlBooks) -> None:
    anna = telegram.customer("Anna")
    body = json.dumps({"update_id": 870000001, "message": anna.writes("hej")}).encode()
    listens(lambda: telegram.is_idle and written(books, anna.address) == ["hej"])

    telegram.run(_later(lambda: telegram.updates.repeat(body, anna.address)))
    listens(lambda: telegram.is_idle)
    assert written(books, anna.address) == ["hej"]


async def _later(deed: Callable[[], object]) -> None:
    deed()


def test_what_cannot_be_stored_is_not_confirmed(
    telegram: Telegram, configured: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url)
    our_books.cache_clear()
    anna = telegram.customer("Anna")
    anna.writes("hej")
    failed = structlog.testing.LogCapture()
    structlog.configure(processors=[failed])

    def mended() -> None:
        while not any(entry["event"] == "telegram.updates.not_stored" for entry in failed.entries):
            time.sleep(0.01)
        assert not telegram.is_idle
        engine = open_engine(settings().url)
        with_tables(engine)
        engine.dispose()

    try:
        listens(lambda: telegram.is_idle and written(our_books(), anna.address) == ["hej"], mended)
    finally:
        structlog.reset_defaults()
        our_books().dispose()
        our_books.cache_clear()


@pytest.mark.parametrize("kind", [Fault.ERROR, Fault.TOO_FAST, Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_trouble_at_telegrams_end_is_waited_out(telegram: Telegram, books: SqlBooks, kind: Fault) -> None:
    anna = telegram.customer("Anna")
    for method in ("getMe", "deleteWebhook", "getUpdates"):
        telegram.fail_next(kind, seconds=1, on=method)

    listens(lambda: written(books, anna.address) == ["hej"], lambda: anna.writes("hej"))


def test_who_else_fetches_is_told_of_and_given_time(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ears, "_CONFLICT_SECONDS", 0.2)
    anna, other = telegram.customer("Anna"), Bot(telegram.url, telegram.token)

    def disturb() -> None:
        assert telegram.record.wait(lambda: telegram.record.named("deleteWebhook"))
        while telegram.updates._poll is None:
            time.sleep(0.01)
        other.does("getUpdates")
        anna.writes("hej")

    with structlog.testing.capture_logs() as logs:
        listens(lambda: written(books, anna.address) == ["hej"], disturb)
    (told,) = [entry for entry in logs if entry["event"] == "telegram.updates.not_fetched"]
    assert "only one bot instance is running" in told["fault"] and told["seconds"] == 0.2
    other.http.close()


def test_a_server_that_does_not_hold_the_poll_is_not_hammered(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "_LONGEST_POLL_SECONDS", 0)
    anna = telegram.customer("Anna")

    listens(lambda: written(books, anna.address) == ["hej"], lambda: time.sleep(1), lambda: anna.writes("hej"))
    assert 2 <= len(telegram.record.named("getUpdates")) <= 5


def test_polling_takes_the_webhook_away_first(telegram: Telegram, books: SqlBooks) -> None:
    other = Bot(telegram.url, telegram.token)
    other.does("setWebhook", url="http://127.0.0.1:9/old")
    anna = telegram.customer("Anna")

    listens(lambda: written(books, anna.address) == ["hej"], lambda: anna.writes("hej"))
    other.http.close()


def test_a_press_is_thanked_and_its_keyboard_goes(telegram: Telegram, books: SqlBooks) -> None:
    anna, other = telegram.customer("Anna"), Bot(telegram.url, telegram.token)
    anna.starts()
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "answer_helpful"}]]}
    shown = other.does("sendMessage", chat_id=anna.chat.id, text="?", reply_markup=keyboard)

    listens(lambda: bool(telegram.record.named("editMessageReplyMarkup")), lambda: anna.presses("Ja"))
    assert len(telegram.record.named("answerCallbackQuery")) == 1
    assert "reply_markup" not in anna.chat.messages[shown["message_id"]]
    other.http.close()


def test_with_a_public_address_telegram_is_told_to_post(
    telegram: Telegram, books: SqlBooks, configured: Configure
) -> None:
    token = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API": telegram.url}
    configured(**token, PUBLIC_URL="https://help.example")
    telegram.fail_next(Fault.ERROR, on="setWebhook")

    listens(lambda: bool(telegram.record.named("setWebhook")))
    (call,) = telegram.record.named("setWebhook")
    assert call.body["url"] == "https://help.example/webhooks/telegram?bot=parley_demo_bot"
    assert len(call.body["secret_token"]) == 64 and "message_reaction" in call.body["allowed_updates"]
    assert not telegram.record.named("getUpdates")


class GoesDeaf(Channel):
    """Meets something nobody has thought of, once."""

    times = 0

    async def listen(self) -> None:
        """Fail, and from then on listen."""
        self.times += 1
        if self.times == 1:
            raise KeyError("update_id")
        await super().listen()


def test_a_channel_that_goes_deaf_hears_again(
    telegram: Telegram, books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_DEAF_SECONDS", 0.05)
    anna = telegram.customer("Anna")
    anna.writes("is anybody there?")

    async def run() -> None:
        channel = GoesDeaf()
        ear = asyncio.create_task(Running(channel)._listen())
        async with asyncio.timeout(SECONDS):
            while not await asyncio.to_thread(written, books, anna.address):
                assert not ear.done()
                await asyncio.sleep(0.02)
        ear.cancel()
        await asyncio.gather(ear, return_exceptions=True)
        await channel.close()

    asyncio.run(run())
    assert written(books, anna.address) == ["is anybody there?"]
