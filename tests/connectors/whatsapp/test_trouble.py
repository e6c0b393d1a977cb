"""When Meta refuses, hangs or falls silent: what was taken is not sent twice, and nothing is lost."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from connectors.whatsapp import faults
from connectors.whatsapp.channel import WhatsApp as Channel
from connectors.whatsapp.template import template
from support.deliveries import MAX_ATTEMPTS, State
from support.errors import SlowDown, Unavailable, Undeliverable
from support.messages import Attachment, MediaKind
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


def silent(shop: Shop, customer: Customer) -> None:
    """Let a day go by without a word from the customer."""
    customer.whatsapp.clock.skip(hours=25)
    with shop.books.writing() as uow:
        for message in shop.inbox(customer):
            uow.inbox.amend(replace(message, sent_at=message.sent_at - timedelta(hours=25)))
        uow.commit()


def test_after_a_days_silence_a_template_carries_the_text(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("news", "sv", "Svar från oss: {{1}}")
    shop.set(template="news")
    silent(shop, anna)
    shop.says(anna, "Din order\n\n\thar    kommit.", language="sv")

    assert anna.heard == ["Svar från oss: Din order har kommit."]
    assert whatsapp.record.rejected == []  # it did not take a refusal to know


def test_a_template_falls_back_to_the_language_there_is(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    silent(shop, anna)
    shop.says(anna, "வணக்கம்", language="ta")
    assert anna.heard == ["News: வணக்கம்"]


def test_a_long_message_is_one_template(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    silent(shop, anna)
    delivery = shop.says(anna, "En mening till. " * 600)

    assert delivery.state is State.SETTLED
    assert len(anna.heard) == 1 and anna.heard[0].endswith("…")


def test_when_the_window_ends_between_two_parts_a_template_tells_the_rest(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    whatsapp.fail_next(Kind.ERROR, on="messages")
    message = shop.says(anna, "One more sentence. " * 250 + "The end.").message
    shop.sends_part(message, 0)
    silent(shop, anna)

    assert shop.tries(60).state is State.SETTLED
    first, rest = anna.heard
    assert first.startswith("One more") and rest.startswith("News: One more") and rest.endswith("The end.")


def test_what_a_template_has_told_is_not_told_again_after_a_restart(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    whatsapp.fail_next(Kind.ERROR, on="messages")
    message = shop.says(anna, "One more sentence. " * 600).message
    silent(shop, anna)
    shop.sends_part(message, 0)

    delivery = shop.tries(60)  # by a channel that remembers nothing
    assert (delivery.state, len(anna.heard)) == (State.SETTLED, 1)
    assert shop.status(delivery)[0] is Status.DELIVERED


def test_a_template_that_was_refused_has_told_nothing(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    silent(shop, anna)
    whatsapp.fail_next(Kind.ERROR, on="messages")
    delivery = shop.says(anna, "One more sentence. " * 600)

    with shop.books.reading() as uow:
        assert (delivery.state, uow.receipts.parts(delivery.message.id)) == (State.PENDING, {})
    assert shop.tries(60).state is State.SETTLED and len(anna.heard) == 1


def test_without_a_template_the_fault_says_which_setting(shop: Shop, anna: Customer) -> None:
    silent(shop, anna)
    delivery = shop.says(anna, "hej")
    assert delivery.state is State.DEAD and "PARLEY_WHATSAPP_TEMPLATE" in (delivery.fault or "")


def test_a_template_nobody_approved_is_said_in_words(shop: Shop, anna: Customer) -> None:
    shop.set(template="news")
    silent(shop, anna)
    delivery = shop.says(anna, "hej", language="sv")
    assert delivery.state is State.DEAD and "no approved template of this name" in (delivery.fault or "")


def test_a_file_cannot_be_a_template(shop: Shop, anna: Customer) -> None:
    shop.set(template="news")
    silent(shop, anna)
    file = Attachment(kind=MediaKind.IMAGE, source="https://shop.example/a.png")
    assert "a file cannot be sent" in (shop.says(anna, "", attachments=(file,)).fault or "")


def test_metas_own_window_counts_when_ours_differs(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    whatsapp.clock.skip(hours=25)  # Meta's clock says a day has passed, ours does not
    shop.says(anna, "hej")
    assert anna.heard == ["News: hej"]


def test_a_window_meta_tells_of_only_afterwards_sends_the_template_then(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")
    whatsapp.sending.is_window_told_late = True
    whatsapp.clock.skip(hours=25)
    delivery = shop.says(anna, "hej")
    status, fault = shop.status(delivery)
    assert status is Status.FAILED and "more than 24 hours" in (fault or "") and anna.heard == []

    assert shop.tries(26 * 3600).state is State.SETTLED  # due when Meta told, by its clock
    assert anna.heard == ["News: hej"]
    shop.takes(*whatsapp.webhooks.bodies)  # all of it once more
    with pytest.raises(AssertionError, match="nothing is due"):
        shop.tries(27 * 3600)


def test_what_failed_for_good_is_not_posted_again(shop: Shop, anna: Customer) -> None:
    anna.blocks()
    shop.status(shop.says(anna, "hej"))
    with pytest.raises(AssertionError, match="nothing is due"):
        shop.tries(27 * 3600)


@pytest.mark.parametrize("text", ["x" * 5000, "a\n\n\tb     c", "  வணக்கம்  "])
def test_a_templates_parameter_is_one_line(text: str) -> None:
    (parameter,) = template("news", "en", text)["components"][0]["parameters"]
    assert len(parameter["text"]) <= 900
    assert not set("\n\t") & set(parameter["text"]) and "    " not in parameter["text"]
