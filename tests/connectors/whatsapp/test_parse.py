"""What becomes of each thing a customer does on WhatsApp."""

import json
from typing import Any

import pytest

from connectors.arrivals import Arrival, Arrived, Echoed, Noted, Unknown
from connectors.whatsapp.parse import parse
from support.messages import Author, Kind, MediaKind, Message
from support.receipts import Receipt, Status
from tests.standins import samples

OURS = "106540352242922"
ANNA = f"whatsapp:{OURS}.46701740605"


def told(name: str) -> list[Arrival]:
    return list(parse(samples.payload("whatsapp", name), (OURS,)))


def only(name: str, kind: type = Arrived) -> Message:
    (arrival,) = told(name)
    assert isinstance(arrival, kind), arrival
    message: Message = arrival.message
    return message


def change(name: str) -> dict[str, Any]:
    value: dict[str, Any] = samples.payload("whatsapp", name)["entry"][0]["changes"][0]["value"]
    return value


def wrapped(field: str = "messages", **value: Any) -> dict[str, Any]:
    value = {"metadata": {"phone_number_id": OURS}, **value}
    return {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": field, "value": value}]}]}


def test_a_text_is_a_message_with_its_writers_name() -> None:
    message = only("text")

    assert (message.text, message.name, message.author) == (
        "Hur skickar jag tillbaka skorna? 👟",
        "Anna Berg",
        Author.CUSTOMER,
    )
    assert message.conversation_id == ANNA
    assert message.id == f"whatsapp:{OURS}:wamid.HBgLNDY3MDE3NDA2MDU6MDAwMDAwMDA6MC44NDQ0MjE4NTE1MjUwNDgx"
    assert message.sent_at.isoformat() == "2026-05-04T12:00:00+00:00"
    assert (message.kind, message.language) == (Kind.TEXT, "sv")


def test_who_hides_their_number_is_known_by_user_id() -> None:
    message = only("text_hidden_number")
    assert (message.conversation_id, message.name) == (f"whatsapp:{OURS}.SE.13491208655302740002", "Ida")


def test_a_batch_holds_many_people_and_statuses() -> None:
    found = [(type(arrival).__name__, getattr(arrival, "message", None)) for arrival in told("batch")]

    assert [(name, message.text if message else None) for name, message in found] == [
        ("Arrived", "en"),
        ("Arrived", "två"),
        ("Arrived", "tre"),
        ("Receipt", None),
    ]
    assert found[1][1] is not None and found[1][1].name == "Bo Ek"
    assert [type(arrival).__name__ for arrival in told("batch_of_entries")] == ["Arrived", "Receipt"]


def test_one_odd_item_of_a_batch_is_kept_whole_and_spoils_no_other() -> None:
    webhook = samples.payload("whatsapp", "batch")
    messages = webhook["entry"][0]["changes"][0]["value"]["messages"]
    odd = messages[1]
    odd["text"] = {"body": 42}
    arrivals = list(parse(webhook, (OURS,)))

    assert [type(arrival).__name__ for arrival in arrivals] == ["Arrived", "Unknown", "Arrived", "Receipt"]
    assert isinstance(arrivals[1], Unknown) and json.loads(arrivals[1].body) == odd


def test_a_pressed_row_means_what_it_offered() -> None:
    message = only("list_reply")
    assert (message.text, message.payload) == ("Returer", "article:returns")
    assert message.quotes is not None and message.quotes.startswith(f"whatsapp:{OURS}:wamid.")


def test_a_row_that_was_shortened_says_the_whole_title() -> None:
    value = change("list_reply")
    value["messages"][0]["interactive"]["list_reply"] |= {"title": "Hur jag får…", "description": "Hur jag får pengar"}
    (arrival,) = parse(wrapped(**value), (OURS,))
    assert isinstance(arrival, Arrived) and arrival.message.text == "Hur jag får pengar"


@pytest.mark.parametrize("name", ["button_reply", "template_button"])
def test_a_button_that_is_none_of_ours_is_its_title(name: str) -> None:
    message = only(name)
    assert message.payload is None and message.text in ("Min order", "Sluta")


@pytest.mark.parametrize(
    ("name", "kind", "text", "file"),
    [
        ("image", MediaKind.IMAGE, "", None),
        ("image_with_caption", MediaKind.IMAGE, "Sulan har lossnat", None),
        ("audio", MediaKind.AUDIO, "", None),
        ("voice", MediaKind.VOICE, "", None),
        ("video", MediaKind.VIDEO, "så här", None),
        ("document", MediaKind.DOCUMENT, "kvitto", "receipt.pdf"),
        ("sticker", MediaKind.STICKER, "", None),
    ],
)
def test_a_file_comes_with_its_caption(name: str, kind: MediaKind, text: str, file: str | None) -> None:
    message = only(name)
    (attachment,) = message.attachments

    assert (message.kind, message.text, attachment.kind, attachment.name) == (Kind.MEDIA, text, kind, file)
    assert attachment.source.isdigit() and "/" in attachment.media_type


@pytest.mark.parametrize("id", ["https://elsewhere.example/x", "../me", "", "1/2", None])
def test_a_file_whose_id_is_an_address_is_not_fetched(id: str | None) -> None:
    value = change("image")
    value["messages"][0]["image"]["id"] = id
    (arrival,) = parse(wrapped(**value), (OURS,))
    assert isinstance(arrival, Unknown)


def test_a_place_can_be_read() -> None:
    assert only("location").text == "59.3326, 18.0649"
    message = only("location_of_place")
    assert (message.kind, message.text) == (Kind.LOCATION, "Butiken, Kungsgatan 1, 59.3326, 18.0649")
    assert message.data.items() >= {"latitude": 59.3326, "longitude": 18.0649}.items()


def test_somebodys_card_is_not_the_customers_own() -> None:
    message = only("contacts")
    assert (message.kind, message.text) == (Kind.CONTACT, "Bo Ek, +46 70 174 06 30")
    assert (message.data["phone"], message.data["is_own"]) == ("+46 70 174 06 30", False)


def test_the_customers_own_card_is() -> None:
    value = change("contacts")
    value["messages"][0]["contacts"][0]["phones"][0]["wa_id"] = "46701740605"
    (arrival,) = parse(wrapped(**value), (OURS,))
    assert isinstance(arrival, Arrived) and arrival.message.data["is_own"] is True


def test_a_card_without_whatsapp_is_not_that_of_who_hides_their_number() -> None:
    value = change("contacts")
    hidden = value["messages"][0]
    del hidden["from"], hidden["contacts"][0]["phones"][0]["wa_id"]
    (arrival,) = parse(wrapped(**value | {"messages": [hidden | {"from_user_id": "SE.1349"}]}), (OURS,))
    assert isinstance(arrival, Arrived) and arrival.message.data["is_own"] is False


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("reaction", Kind.REACTION, "👍"),
        ("reaction_removed", Kind.REACTION, "(took the reaction back)"),
        ("unsupported_edit", Kind.EDIT, "(changed a message; WhatsApp does not say to what)"),
        ("system_changed_number", Kind.UNSUPPORTED, "User Anna Berg changed from 46701740605 to 46701740690"),
        ("request_welcome", Kind.UNSUPPORTED, "(opened the chat)"),
    ],
)
def test_what_needs_no_answer_is_noted(name: str, kind: Kind, text: str) -> None:
    message = only(name, Noted)
    assert (message.kind, message.text, message.conversation_id) == (kind, text, ANNA)


def test_a_changed_text_is_noted_with_what_it_was() -> None:
    edit = {"original_message_id": "wamid.before", "message": {"type": "text", "text": {"body": "TM-100002"}}}
    item = {"from": "46701740605", "id": "wamid.after", "timestamp": "1777896000", "type": "edit", "edit": edit}
    (arrival,) = parse(wrapped(messages=[item]), (OURS,))

    assert isinstance(arrival, Noted)
    assert (arrival.message.kind, arrival.message.text) == (Kind.EDIT, "TM-100002")
    assert arrival.message.quotes == f"whatsapp:{OURS}:wamid.before"


@pytest.mark.parametrize(
    ("name", "text"),
    [("unsupported", "(poll)"), ("order", "1 trail-42 899 SEK\ni blått"), ("flow_reply", "(a form)")],
)
def test_what_has_no_words_of_the_customers_says_what_it_is(name: str, text: str) -> None:
    message = only(name)
    assert (message.kind, message.text) == (Kind.UNSUPPORTED, text)


def test_what_is_new_to_us_is_kept_whole_and_answered() -> None:
    kept, arrived = told("kind_of_the_future")

    assert isinstance(kept, Unknown) and json.loads(kept.body)["telepathy"] == {"thought": "?"}
    assert isinstance(arrived, Arrived) and arrived.message.kind is Kind.UNSUPPORTED


def test_where_a_text_came_from_is_told_besides() -> None:
    assert only("forwarded").data["forwarded"] is True
    assert only("frequently_forwarded").data["frequently_forwarded"] is True
    assert only("text_from_ad").data["referral"]["headline"] == "Chat with us"
    assert only("quoted").quotes is not None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("account_update", "account_update is nothing we act on"),
        ("errors", "Meta reports 130429: Rate limit hit"),
        ("group_text", "said in a group"),
        ("text_for_another_number", "PARLEY_WHATSAPP_PHONE_NUMBER_ID"),
    ],
)
def test_what_is_not_for_us_is_kept_for_a_person(name: str, why: str) -> None:
    (arrival,) = told(name)
    assert isinstance(arrival, Unknown) and why in arrival.fault


def test_a_number_that_is_named_in_the_settings_is_ours_too() -> None:
    (arrival,) = parse(samples.payload("whatsapp", "text_for_another_number"), (OURS, "999540352242999"))
    assert isinstance(arrival, Arrived)
    assert arrival.message.conversation_id == "whatsapp:999540352242999.46701740605"


def test_what_a_colleague_writes_in_the_phone_app_is_a_persons() -> None:
    message = only("smb_message_echoes", Echoed)
    assert (message.author, message.text, message.conversation_id) == (Author.AGENT, "Jag tar det här", ANNA)
    assert message.name is None  # the contact's name is the customer's

    deleted = only("smb_message_echoes_revoked", Echoed)
    assert (deleted.kind, deleted.quotes) == (Kind.EDIT, message.id)


@pytest.mark.parametrize(
    ("name", "status", "fault"),
    [
        ("status_sent", Status.SENT, None),
        ("status_delivered", Status.DELIVERED, None),
        ("status_read", Status.READ, None),
        ("status_failed_undeliverable", Status.FAILED, "131026: this number has no WhatsApp"),
        ("status_failed_window", Status.FAILED, "131047: more than 24 hours"),
    ],
)
def test_a_status_is_a_receipt(name: str, status: Status, fault: str | None) -> None:
    (arrival,) = told(name)
    assert isinstance(arrival, Receipt)
    assert (arrival.status, arrival.key) == (status, "parley")
    assert (arrival.fault or "").startswith(fault or "") and bool(arrival.fault) == bool(fault)


def test_the_phone_apps_past_is_no_message_to_us() -> None:
    assert list(parse(wrapped("history", history=[{"threads": []}]), (OURS,))) == []


def test_an_id_too_long_for_our_keys_is_told_by_its_hash() -> None:
    value = change("text")
    value["messages"][0]["id"] = "wamid." + "x" * 400
    (arrival,) = parse(wrapped(**value), (OURS,))
    (again,) = parse(wrapped(**value), (OURS,))
    assert isinstance(arrival, Arrived) and len(arrival.message.id) <= 255
    assert isinstance(again, Arrived) and again.message.id == arrival.message.id


def test_the_number_they_write_from_is_verified_and_one_on_a_card_is_not() -> None:
    assert only("text").data["verified"] == {"phone": "+46701740605"}
    assert only("contacts").data["verified"] == {"phone": "+46701740605"}
    assert "verified" not in only("text_hidden_number").data
