"""How WhatsApp's webhooks reach a business: signed, in batches, repeated, with statuses in any order."""

import hashlib
import hmac
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tests.standins.app import App
from tests.standins.clients import Business, code
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture
def whatsapp(app: App) -> Iterator[WhatsApp]:
    with WhatsApp() as standin:
        assert standin.subscribes(app.url, app.verify_token)
        yield standin


@pytest.fixture
def anna(whatsapp: WhatsApp) -> Customer:
    return whatsapp.customer()


def values(app: App) -> list[dict[str, Any]]:
    return [change["value"] for body in app.posted for entry in body["entry"] for change in entry["changes"]]


def messages(app: App) -> list[dict[str, Any]]:
    return [message for value in values(app) for message in value.get("messages", [])]


def failures(app: App) -> list[int]:
    """Return the codes told so far; webhooks come in any order."""
    told = [status for value in values(app) for status in value.get("statuses", [])]
    return [error["code"] for status in told for error in status.get("errors", [])]


def statuses(app: App) -> list[str]:
    return [status["status"] for value in values(app) for status in value.get("statuses", [])]


def test_the_handshake_fails_with_the_wrong_token(app: App) -> None:
    with WhatsApp() as whatsapp:
        assert not whatsapp.subscribes(app.url, "wrong")
        whatsapp.customer().writes("hej")
        assert not whatsapp.delivered(seconds=0.3)
    assert app.requests == []


def test_a_webhook_is_signed_on_its_raw_bytes(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    anna.writes("Hur långt är det till https://example.com/?")
    assert whatsapp.delivered()

    headers, body = app.requests[0]
    digest = hmac.new(whatsapp.business.app_secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert b"l\\u00e5ngt" in body
    assert b"https:\\/\\/example.com" in body
    assert messages(app)[0]["text"]["body"] == "Hur långt är det till https://example.com/?"


def test_a_forged_webhook_has_another_signature(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    anna.writes("hej")
    assert whatsapp.delivered()
    whatsapp.business.app_secret = "guessed"
    whatsapp.repeats()
    assert whatsapp.delivered()

    real, forged = app.requests
    assert real.body == forged.body
    assert real.headers["X-Hub-Signature-256"] != forged.headers["X-Hub-Signature-256"]


def test_messages_of_several_people_come_in_one_webhook(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    bo = whatsapp.customer(name="Bo Ek")
    with whatsapp.batch():
        anna.writes("one")
        bo.writes("two")
        anna.writes("three")
    assert whatsapp.delivered()

    assert len(app.requests) == 1
    assert [message["text"]["body"] for message in messages(app)] == ["one", "two", "three"]
    assert [contact["wa_id"] for contact in values(app)[0]["contacts"]] == [anna.person.number, bo.person.number]


def test_a_refused_webhook_comes_again_ever_later(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    whatsapp.courier.pause_seconds = 0.2
    app.answers(500, 202, 302, 403)
    anna.writes("hej")
    assert whatsapp.delivered()

    assert [message["text"]["body"] for message in messages(app)] == ["hej"] * 5
    assert len({message["id"] for message in messages(app)}) == 1
    tries = [one.at for one in whatsapp.courier.tries]
    waits = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(tries)]
    assert waits[-1] > waits[0]  # eight times as long; a busy machine may hold up the first


def test_webhooks_can_come_twice_and_out_of_order(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    whatsapp.webhooks.copies = 2
    anna.writes("hej")
    assert whatsapp.delivered()
    assert [message["text"]["body"] for message in messages(app)] == ["hej", "hej"]

    whatsapp.webhooks.copies, whatsapp.webhooks.is_ordered = 1, False
    app.answers(500)
    anna.writes("first")
    anna.writes("second")
    assert whatsapp.delivered()
    assert {message["text"]["body"] for message in messages(app)[2:]} == {"first", "second"}
    assert len(messages(app)) == 5


def test_a_message_is_reported_on(whatsapp: WhatsApp, business: Business, anna: Customer, app: App) -> None:
    anna.writes("hej")
    business.sends(anna, "text", {"body": "hej"}, biz_opaque_callback_data="row 7")
    assert anna.hears() == ["hej"]
    anna.reads(anna.last.id)
    assert whatsapp.delivered()

    assert statuses(app) == ["sent", "delivered", "read"]
    told = values(app)[-1]["statuses"][0]
    assert (told["id"], told["recipient_id"], told["biz_opaque_callback_data"]) == (
        anna.last.id,
        anna.person.number,
        "row 7",
    )


def test_reports_come_in_any_order_asked_for(whatsapp: WhatsApp, business: Business, anna: Customer, app: App) -> None:
    whatsapp.sending.reports = ()
    anna.writes("hej")
    business.texts(anna, "hej")
    whatsapp.report(anna.last.id, "read", "delivered", "delivered", "sent")
    assert whatsapp.delivered()

    assert statuses(app) == ["read", "delivered", "delivered", "sent"]


def test_who_blocked_the_business_is_a_failure_told_later(
    whatsapp: WhatsApp, business: Business, anna: Customer, app: App
) -> None:
    anna.writes("hej")
    anna.blocks()

    assert code(business.texts(anna, "hello?")) == 0
    assert whatsapp.delivered()
    assert statuses(app) == ["failed"]
    assert failures(app) == [131026]
    assert anna.heard == []


def test_a_closed_window_can_be_told_later(whatsapp: WhatsApp, business: Business, anna: Customer, app: App) -> None:
    whatsapp.sending.is_window_told_late = True

    assert code(business.texts(anna, "hello?")) == 0
    assert whatsapp.delivered()
    assert failures(app) == [131047]


def test_a_link_that_cannot_be_fetched_fails_later(
    whatsapp: WhatsApp, business: Business, anna: Customer, app: App
) -> None:
    anna.writes("hej")

    assert code(business.sends(anna, "image", {"link": f"{whatsapp.url}/none.png"})) == 0
    assert whatsapp.delivered()
    assert failures(app) == [131053]


def test_a_press_quotes_the_message_with_the_button(
    whatsapp: WhatsApp, business: Business, anna: Customer, app: App
) -> None:
    anna.writes("hej")
    offered = [{"type": "reply", "reply": {"id": "y", "title": "Yes"}}]
    business.sends(anna, "interactive", {"type": "button", "body": {"text": "?"}, "action": {"buttons": offered}})
    anna.presses("Yes")
    rows = [{"id": "r", "title": "Returns", "description": "How to"}]
    content = {"type": "list", "body": {"text": "?"}, "action": {"button": "Go", "sections": [{"rows": rows}]}}
    business.sends(anna, "interactive", content)
    anna.presses("Returns")
    assert whatsapp.delivered()

    pressed = [message for message in messages(app) if message["type"] == "interactive"]
    assert [message["interactive"] for message in pressed] == [
        {"type": "button_reply", "button_reply": {"id": "y", "title": "Yes"}},
        {"type": "list_reply", "list_reply": rows[0]},
    ]
    assert pressed[1]["context"]["id"] == anna.last.id
    with pytest.raises(AssertionError, match="nothing to press"):
        anna.presses("No")


def test_a_hidden_number_is_nowhere_in_the_webhook(whatsapp: WhatsApp, business: Business, app: App) -> None:
    bo = whatsapp.customer("+46 70 174 06 98", username="@bo")
    bo.writes("hej")
    business.posts(recipient=bo.person.user_id, type="text", text={"body": "hej"})
    assert whatsapp.delivered()

    assert messages(app)[0]["from_user_id"] == bo.person.user_id
    assert statuses(app) == ["sent", "delivered"]
    assert all(b"46701740698" not in request.body for request in app.requests)


def test_everything_customers_do_becomes_a_message(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    first = anna.writes("hej")
    anna.quotes(first, "this")
    anna.forwards("look")
    anna.comes_from_ad()
    anna.sends_photo(caption="x")
    anna.sends_voice()
    anna.sends_video()
    anna.sends_document()
    anna.sends_sticker()
    anna.shares_location(name="Shop")
    anna.shares_contact()
    anna.reacts(first)
    anna.reacts(first, "")
    anna.taps_template("Stop", "stop")
    anna.orders()
    anna.sends_unsupported("edit")
    anna.changes_number("46701740690")
    assert whatsapp.delivered()

    told = "text image audio video document sticker location contacts reaction button order unsupported system"
    kinds = [message["type"] for message in messages(app)]
    assert list(dict.fromkeys(kinds)) == told.split()
    assert all(message[message["type"]] for message in messages(app))
    assert "contacts" not in values(app)[-1]


def test_what_the_phone_app_sends_is_echoed(whatsapp: WhatsApp, anna: Customer, app: App) -> None:
    whatsapp.phone_app_writes(anna, "I am on it")
    assert whatsapp.delivered()

    assert app.posted[0]["entry"][0]["changes"][0]["field"] == "smb_message_echoes"
    echo = values(app)[0]["message_echoes"][0]
    assert (echo["to"], echo["text"]["body"]) == (anna.person.number, "I am on it")


def test_a_field_of_the_account_has_a_time_and_no_number(whatsapp: WhatsApp, app: App) -> None:
    whatsapp.tells("account_update", event="VERIFIED_ACCOUNT")
    assert whatsapp.delivered()

    entry = app.posted[0]["entry"][0]
    assert entry["changes"] == [{"value": {"event": "VERIFIED_ACCOUNT"}, "field": "account_update"}]
    assert entry["time"] > 1_700_000_000
