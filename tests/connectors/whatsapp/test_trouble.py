"""When Meta refuses, hangs or falls silent: what was taken is not sent twice, and nothing is lost."""

import itertools
from datetime import UTC, datetime

import pytest
import structlog

from connectors.whatsapp import faults
from connectors.whatsapp.channel import WhatsApp as Channel
from support.deliveries import MAX_ATTEMPTS, State
from support.errors import SlowDown, Unavailable, Undeliverable
from support.receipts import Status
from tests.connectors.whatsapp.conftest import Shop
from tests.standins.faults import Kind
from tests.standins.server import Refusal
from tests.standins.whatsapp import server
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.refusals import graph
from tests.standins.whatsapp.server import WhatsApp


def seconds(due_at: datetime) -> float:
    return (due_at - datetime.now(UTC)).total_seconds()


def test_too_fast_waits_as_long_as_meta_says_and_uses_up_no_try(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.fail_next(Kind.TOO_FAST, seconds=17)
    delivery = shop.says(anna, "hej")

    assert (delivery.state, delivery.attempts) == (State.PENDING, 0)
    assert 15 < seconds(delivery.due_at) <= 17
    assert shop.tries(20).state is State.SETTLED and anna.heard == ["hej"]


@pytest.mark.parametrize(
    ("code", "slows_all"), [(130429, True), (80007, True), (4, True), (131048, True), (131056, False)]
)
def test_which_refusals_slow_everybody_down(code: int, slows_all: bool) -> None:
    fault = faults.refusal(400, {}, {"error": {"code": code, "message": "x"}})
    assert isinstance(fault, SlowDown) and fault.to_all is slows_all and fault.seconds >= 5


@pytest.mark.parametrize("code", [100, 131026, 131030, 131047, 131051, 131053, 132000, 132001, 132015])
def test_which_refusals_are_for_good(code: int) -> None:
    assert isinstance(faults.refusal(400, {}, {"error": {"code": code}}), Undeliverable)


@pytest.mark.parametrize("code", [2, 131000, 131016, 999999, "4", None, [4]])
def test_which_refusals_are_tried_again(code: object) -> None:
    fault = faults.refusal(500, {}, {"error": {"code": code}})
    assert isinstance(fault, Unavailable) and not isinstance(fault, SlowDown)


@pytest.mark.parametrize(
    ("code", "holds_all"),
    [(0, True), (10, True), (190, True), (200, True), (131031, True), (131042, True), (131045, False), (133010, False)],
)
def test_what_the_operator_has_to_mend_waits_for_it(code: int, holds_all: bool) -> None:
    fault = faults.refusal(403, {}, {"error": {"code": code, "message": "x"}})
    assert isinstance(fault, faults.Closed) and (fault.to_all, fault.seconds) == (holds_all, 60)


def test_a_token_refused_without_a_word_is_a_bad_token() -> None:
    assert isinstance(faults.refusal(401, {}, None), faults.Closed)


@pytest.mark.parametrize("body", [None, [], "x", {"error": None}, {"error": "x"}, {"error": {}}])
def test_an_answer_in_no_shape_of_metas_is_tried_again(body: object) -> None:
    assert isinstance(faults.refusal(502, {}, body), Unavailable)


@pytest.mark.parametrize("kind", [Kind.ERROR, Kind.DROP_BEFORE])
def test_what_meta_did_not_take_is_sent_again(shop: Shop, anna: Customer, whatsapp: WhatsApp, kind: Kind) -> None:
    whatsapp.fail_next(kind)
    delivery = shop.says(anna, "hej")
    assert (delivery.state, delivery.attempts, anna.heard) == (State.PENDING, 1, [])

    assert shop.tries(5).state is State.SETTLED
    assert anna.heard == ["hej"]


def test_what_meta_took_before_the_line_broke_is_not_sent_again(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.fail_next(Kind.DROP_AFTER)
    delivery = shop.says(anna, "hej")
    assert delivery.state is State.PENDING and anna.heard == ["hej"]
    whatsapp.record.wait(lambda: not whatsapp.sending.errands)
    shop.takes()  # the status names it by our key

    assert shop.tries(5).state is State.SETTLED
    assert anna.heard == ["hej"]
    assert shop.status(delivery) == (Status.DELIVERED, None)


def test_what_meta_took_without_naming_it_is_not_sent_again(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    text = "En mening till. " * 300
    whatsapp.fail_next(Kind.VAGUE)
    whatsapp.fail_next(Kind.ERROR)
    with structlog.testing.capture_logs() as logs:
        delivery = shop.says(anna, text)
    assert delivery.state is State.PENDING and len(anna.heard) == 1
    assert [entry["part"] for entry in logs if entry["event"] == "channel.part.unnamed"] == [f"{delivery.message.id}/0"]

    assert shop.tries(5).state is State.SETTLED
    assert len(anna.heard) == 2 and len(set(anna.heard)) == 2


def test_an_error_under_a_200_is_an_error(shop: Shop, anna: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WhatsApp, "vague", {"error": {"code": 131026, "message": "x"}})
    anna.whatsapp.fail_next(Kind.VAGUE)

    assert shop.says(anna, "hej").state is State.DEAD


def test_nothing_dies_while_a_token_is_mended(shop: Shop, anna: Customer) -> None:
    right = shop.here.token
    shop.set(token="EAAended")
    delivery = shop.says(anna, "hej")
    for minutes in range(1, MAX_ATTEMPTS + 2):
        delivery = shop.tries(minutes * 61)
    assert (delivery.state, delivery.attempts) == (State.PENDING, 0)
    assert "PARLEY_WHATSAPP_TOKEN" in (delivery.fault or "")

    shop.set(token=right)
    assert shop.tries(600).state is State.SETTLED and anna.heard == ["hej"]


def test_a_bad_token_holds_everybody_and_is_told_of_once(
    shop: Shop, anna: Customer, whatsapp: WhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = whatsapp.customer()
    bo.writes("hej")
    shop.takes()
    shop.set(token="EAAended")
    said = [shop.message(to, "hej") for to in (anna, anna, bo)]
    times = itertools.count(1)  # Meta tells the current time with it

    def unauthorized() -> Refusal:
        return graph(401, 190, f"Session has expired. The current time is 12:00:{next(times):02d} PST.", "ended")

    monkeypatch.setattr(server, "unauthorized", unauthorized)

    async def send(channel: Channel) -> float:
        for message in said:
            with pytest.raises(SlowDown) as error:
                await channel.send(message.conversation_id, channel.parts(message)[0], key=f"{message.id}/0")
        channel.pace.slow_down(said[0].conversation_id, error.value.seconds, to_all=error.value.to_all)
        return channel.pace.wait(said[2].conversation_id)

    with structlog.testing.capture_logs() as logs:
        assert 50 < shop.uses(send) <= 60
    (told,) = [entry for entry in logs if entry["event"] == "whatsapp.account.closed"]
    assert "PARLEY_WHATSAPP_TOKEN" in told["fault"] and "12:00:01" in told["fault"] and "EAAended" not in str(logs)


def test_who_cannot_be_reached_is_told_with_the_receipt(shop: Shop, anna: Customer) -> None:
    anna.blocks()
    status, fault = shop.status(shop.says(anna, "hej"))
    assert status is Status.FAILED and (fault or "").startswith("131026: this number has no WhatsApp")


def test_what_failed_for_good_is_not_posted_again(shop: Shop, anna: Customer) -> None:
    anna.blocks()
    shop.status(shop.says(anna, "hej"))
    with pytest.raises(AssertionError, match="nothing is due"):
        shop.tries(27 * 3600)
