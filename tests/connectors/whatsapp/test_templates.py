"""After 24 hours of silence WhatsApp takes approved templates only: what could not be said as it is goes in one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.whatsapp.template import template
from support.deliveries import State
from support.messages import Attachment, MediaKind
from support.receipts import Status
from tests.connectors.whatsapp.conftest import Shop
from tests.standins.faults import Kind
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture
def news(shop: Shop, whatsapp: WhatsApp) -> None:
    """An approved template, in use."""
    whatsapp.approves("news", "en", "News: {{1}}")
    shop.set(template="news")


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


@pytest.mark.usefixtures("news")
def test_a_template_falls_back_to_the_language_there_is(shop: Shop, anna: Customer) -> None:
    silent(shop, anna)
    shop.says(anna, "வணக்கம்", language="ta")
    assert anna.heard == ["News: வணக்கம்"]


@pytest.mark.usefixtures("news")
def test_a_long_message_is_one_template(shop: Shop, anna: Customer) -> None:
    silent(shop, anna)
    delivery = shop.says(anna, "En mening till. " * 600)

    assert delivery.state is State.SETTLED
    assert len(anna.heard) == 1 and anna.heard[0].endswith("…")


@pytest.mark.usefixtures("news")
def test_when_the_window_ends_between_two_parts_a_template_tells_the_rest(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
    whatsapp.fail_next(Kind.ERROR, on="messages")
    message = shop.says(anna, "One more sentence. " * 250 + "The end.").message
    shop.sends_part(message, 0)
    silent(shop, anna)

    assert shop.tries(60).state is State.SETTLED
    first, rest = anna.heard
    assert first.startswith("One more") and rest.startswith("News: One more") and rest.endswith("The end.")


@pytest.mark.usefixtures("news")
def test_what_a_template_has_told_is_not_told_again_after_a_restart(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
    whatsapp.fail_next(Kind.ERROR, on="messages")
    message = shop.says(anna, "One more sentence. " * 600).message
    silent(shop, anna)
    shop.sends_part(message, 0)

    delivery = shop.tries(60)  # by a channel that remembers nothing
    assert (delivery.state, len(anna.heard)) == (State.SETTLED, 1)
    assert shop.status(delivery)[0] is Status.DELIVERED


@pytest.mark.usefixtures("news")
def test_a_template_that_was_refused_has_told_nothing(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
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


@pytest.mark.usefixtures("news")
def test_metas_own_window_counts_when_ours_differs(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.clock.skip(hours=25)  # Meta's clock says a day has passed, ours does not
    shop.says(anna, "hej")
    assert anna.heard == ["News: hej"]


@pytest.mark.usefixtures("news")
def test_a_window_meta_tells_of_only_afterwards_sends_the_template_then(
    shop: Shop, anna: Customer, whatsapp: WhatsApp
) -> None:
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


@pytest.mark.parametrize("text", ["x" * 5000, "a\n\n\tb     c", "  வணக்கம்  "])
def test_a_templates_parameter_is_one_line(text: str) -> None:
    (parameter,) = template("news", "en", text)["components"][0]["parameters"]
    assert len(parameter["text"]) <= 900
    assert not set("\n\t") & set(parameter["text"]) and "    " not in parameter["text"]


def test_a_template_that_a_person_chose_goes_out_as_it_is(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.approves("order", "sv", "Order {{1}} är {{2}}.")
    silent(shop, anna)
    chosen = {"name": "order", "language": "sv", "parameters": ["TM-1", "på väg"]}
    delivery = shop.says(anna, "Order TM-1 är på väg.", data={"template": chosen})

    assert anna.heard == ["Order TM-1 är på väg."]
    assert delivery.state is State.SETTLED and whatsapp.record.rejected == []
