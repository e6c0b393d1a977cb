"""Customers on Telegram and the whole house: real processes, Telegram's server a stand-in."""

import json
import time
from collections.abc import Iterator

import pytest

from app.texts import texts
from tests.house import House
from tests.standins.record import Sent
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram

QUESTION = "டெலிவரிக்கு எத்தனை நாட்கள் ஆகும்?"
TAMIL = texts("ta")
SECONDS = 20.0


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram() as standin:
        yield standin


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, telegram: Telegram) -> Iterator[House]:
    home = House(
        tmp_path_factory.mktemp("telegram"),
        PARLEY_TELEGRAM_TOKEN=telegram.token,
        PARLEY_TELEGRAM_API=telegram.url,
        PARLEY_TELEGRAM_MODE="webhook",
    )
    home._extra["PARLEY_PUBLIC_URL"] = home.url
    home.prepare()
    home.start()
    yield home
    home.stop()


def said(key: str) -> str:
    return TAMIL.get("bot", key)


def labels(sent: Sent) -> dict[str, str]:
    """Return the buttons below a message: label to URL or payload."""
    rows = sent.body.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button.get("url") or button["callback_data"] for row in rows for button in row}


def hears(customer: Customer, count: int) -> Sent:
    assert len(customer.hears(count, SECONDS)) == count, customer.heard
    return customer.last


def test_a_customer_is_answered_in_tamil_presses_a_button_and_gets_a_person(home: House, telegram: Telegram) -> None:
    kavin = telegram.customer("Kavin", language="ta")
    kavin.starts()
    assert hears(kavin, 1).text == said("greet")

    asked = kavin.writes(QUESTION)
    answer = hears(kavin, 2)
    assert f"{home.url}/help/ta/delivery-times" in labels(answer).values()
    assert labels(answer)[said("yes_helpful")] == "answer_helpful"

    again = json.dumps({"update_id": 870000002, "message": asked}).encode()
    telegram.run(_posted_again(telegram, again, kavin))
    assert telegram.delivered()

    kavin.presses(said("yes_helpful"))
    assert hears(kavin, 3).text == said("helpful")  # and nothing to the question that came twice
    assert "reply_markup" not in kavin.chat.messages[int(answer.id)]

    kavin.writes("ஒரு மனிதரிடம் பேச வேண்டும்")
    assert hears(kavin, 4).text == said("handover")
    kavin.writes("யாராவது இருக்கிறீர்களா?")
    waiting = home.parley("handoffs", "list").stdout
    home.parley("handoffs", "reply", waiting.split()[0], "வணக்கம், நான் மீனா.")
    assert hears(kavin, 5).text == "வணக்கம், நான் மீனா."  # the bot was silent


async def _posted_again(telegram: Telegram, body: bytes, customer: Customer) -> None:
    telegram.updates.repeat(body, customer.address)


def test_in_a_group_each_gets_their_own_answer(home: House, telegram: Telegram) -> None:
    group, kavin, bo = telegram.group("Löparna"), telegram.customer("Kavin"), telegram.customer("Bo")
    group.member(bo).writes("hur lång tid tar leveransen?")  # to the others, not to us
    group.member(kavin).writes(f"@parley_demo_bot {QUESTION}")
    group.member(bo).writes("@parley_demo_bot jag har glömt mitt lösenord")

    assert len(group.hears(2, SECONDS)) == 2
    answers = {sent.body["reply_to_message"]["from"]["first_name"]: sent for sent in telegram.record.to(group.address)}
    assert f"{home.url}/help/ta/delivery-times" in labels(answers["Kavin"]).values()
    assert f"{home.url}/help/sv/reset-password" in labels(answers["Bo"]).values()


def test_the_token_is_in_no_log(home: House, telegram: Telegram) -> None:
    secret = telegram.token.partition(":")[2]

    assert all(secret not in home.log(name) for name in ("web", "bot", "actions"))


def test_without_a_public_address_a_killed_bot_answers_everything_once(
    home: House, telegram: Telegram, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same bot, now polling: the webhook goes, and no message with it."""
    home.stop()
    polling = House(
        tmp_path_factory.mktemp("polling"),
        PARLEY_TELEGRAM_TOKEN=telegram.token,
        PARLEY_TELEGRAM_API=telegram.url,
    )
    polling.prepare()
    polling.start()
    try:
        people = [telegram.customer(f"Person {number}", language="ta") for number in range(4)]
        for person in people:
            person.writes(QUESTION)
        polling.kill("bot")  # some are fetched, some answered, some neither
        for person in people:
            person.writes("ஒரு மனிதரிடம் பேச வேண்டும்")
        polling.start("bot")

        for person in people:
            hears(person, 2)
        time.sleep(1)
        # What was sent and not yet noted when the bot died comes again: Telegram knows no idempotency key.
        told = [list(dict.fromkeys(person.heard)) for person in people]
        assert [(len(each), each[-1]) for each in told] == [(2, said("handover"))] * 4
    finally:
        polling.stop()
