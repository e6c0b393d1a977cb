"""When Telegram refuses, asks for time or falls silent."""

import time
from datetime import UTC, datetime

import pytest
import structlog

from support.deliveries import State
from tests.connectors.telegram.conftest import Configure
from tests.connectors.telegram.desk import Desk
from tests.standins.faults import Kind as Fault
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram


def test_telegram_asks_us_to_slow_down_and_is_heard(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    telegram.fail_next(Fault.TOO_FAST, seconds=7, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 0)
    assert 6 < (after.due_at - datetime.now(UTC)).total_seconds() <= 7


def test_no_wait_silences_a_conversation_for_years(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    telegram.fail_next(Fault.TOO_FAST, seconds=1_000_000_000, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.due_at - datetime.now(UTC)).total_seconds() <= 3600


def test_who_blocked_the_bot_is_not_tried_again(desk: Desk, anna: Customer) -> None:
    anna.blocks()
    after = desk.says(anna.address, "hej")

    assert after.state is State.DEAD
    assert after.fault == "Telegram says 403: Forbidden: bot was blocked by the user"


def test_who_never_wrote_to_us_cannot_be_written_to(desk: Desk) -> None:
    after = desk.says("999", "hej")

    assert (after.state, "chat not found" in str(after.fault)) == (State.DEAD, True)


@pytest.mark.parametrize("kind", [Fault.ERROR, Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_trouble_on_the_way_is_tried_again(telegram: Telegram, desk: Desk, anna: Customer, kind: Fault) -> None:
    telegram.fail_next(kind, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 1)
    assert telegram.token not in str(after.fault)


def test_what_telegram_took_without_naming_it_is_not_sent_again(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    telegram.fail_next(Fault.VAGUE, on="sendMessage")
    telegram.fail_next(Fault.TOO_FAST, on="sendMessage", seconds=1)
    with structlog.testing.capture_logs() as logs:
        after = desk.says(anna.address, "x" * 5000)
    assert (after.state, len(anna.heard)) == (State.PENDING, 1)
    assert [entry["part"] for entry in logs if entry["event"] == "channel.part.unnamed"] == ["said-1/0/0"]

    time.sleep(1.05)
    assert (desk.tries("said-1/0").state, "".join(anna.heard)) == (State.SETTLED, "x" * 5000)


def test_a_wrong_token_is_no_fault_of_the_message(
    telegram: Telegram, desk: Desk, anna: Customer, configured: Configure
) -> None:
    configured(TELEGRAM_TOKEN="110201543:" + "x" * 35, TELEGRAM_API=telegram.url)
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 0)
    assert "PARLEY_TELEGRAM_TOKEN" in str(after.fault)
