"""The webhooks kept as files, and that the stand-ins send the same shapes."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.standins import samples
from tests.standins.telegram.people import Customer as TelegramCustomer
from tests.standins.telegram.server import Telegram
from tests.standins.whatsapp.people import Customer as WhatsAppCustomer
from tests.standins.whatsapp.server import WhatsApp

RESERVED = re.compile(r"467017406(0[5-9]|[1-9]\d)|120255501\d\d")
WHATSAPP = [samples.payload("whatsapp", name) for name in samples.names("whatsapp")]


def places(thing: Any, place: str = "") -> Iterator[str]:
    """Yield the path of every field, list positions aside."""
    if isinstance(thing, dict):
        for name, inner in thing.items():
            yield f"{place}.{name}"
            yield from places(inner, f"{place}.{name}")
    elif isinstance(thing, list):
        for inner in thing:
            yield from places(inner, f"{place}[]")


def changes(webhook: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for entry in webhook["entry"] for change in entry["changes"]]


def test_every_whatsapp_webhook_is_wrapped_as_meta_wraps() -> None:
    for webhook in WHATSAPP:
        assert webhook["object"] == "whatsapp_business_account"
        for change in changes(webhook):
            is_of_a_number = change["field"] in ("messages", "smb_message_echoes")
            assert is_of_a_number == ("metadata" in change["value"])
            for message in change["value"].get("messages", []):
                assert message["timestamp"].isdigit()


def test_every_telegram_update_has_a_number_and_one_kind() -> None:
    for name in samples.names("telegram"):
        update = samples.payload("telegram", name)
        assert update.pop("update_id") > 0
        assert len(update) == 1, name


def test_ids_differ_from_file_to_file() -> None:
    updates = [samples.payload("telegram", name)["update_id"] for name in samples.names("telegram")]
    messages = [
        message["id"]
        for webhook in WHATSAPP
        for change in changes(webhook)
        for message in change["value"].get("messages", [])
    ]
    assert len(set(updates)) == len(updates)
    assert len(set(messages)) == len(messages)


def test_nobodys_number_is_used() -> None:
    for webhook in WHATSAPP:
        for number in re.findall(
            r'"(?:from|wa_id|to|recipient_id|display_phone_number)": "(\d+)"', json.dumps(webhook)
        ):
            assert RESERVED.fullmatch(number)


def test_every_type_of_message_there_is_has_a_file() -> None:
    kinds = {
        message["type"]
        for webhook in WHATSAPP
        for change in changes(webhook)
        for message in change["value"].get("messages", [])
    }
    published = "text image audio video document sticker location contacts interactive button reaction order system"
    assert set(published.split()) | {"unsupported", "request_welcome"} <= kinds


WHATSAPP_DEEDS: dict[str, Callable[[WhatsAppCustomer], Any]] = {
    "text": lambda anna: anna.writes("hej"),
    "quoted": lambda anna: anna.quotes("wamid.x", "den"),
    "text_from_ad": lambda anna: anna.comes_from_ad(),
    "image_with_caption": lambda anna: anna.sends_photo(caption="x"),
    "voice": lambda anna: anna.sends_voice(),
    "document": lambda anna: anna.sends_document(caption="x"),
    "sticker": lambda anna: anna.sends_sticker(),
    "location": lambda anna: anna.shares_location(),
    "contacts": lambda anna: anna.shares_contact(),
    "reaction": lambda anna: anna.reacts("wamid.x"),
    "reaction_removed": lambda anna: anna.reacts("wamid.x", ""),
    "order": lambda anna: anna.orders(),
    "template_button": lambda anna: anna.taps_template("Sluta", "STOP"),
    "unsupported": lambda anna: anna.sends_unsupported(),
    "system_changed_number": lambda anna: anna.changes_number("46701740690"),
}

TELEGRAM_DEEDS: dict[str, Callable[[TelegramCustomer], Any]] = {
    "text": lambda anna: anna.writes("hej"),
    "start": lambda anna: anna.starts("x"),
    "forwarded": lambda anna: anna.forwards("x"),
    "photo_with_caption": lambda anna: anna.sends_photo(caption="x"),
    "voice": lambda anna: anna.sends_voice(),
    "video": lambda anna: anna.sends_video(caption="x"),
    "document": lambda anna: anna.sends_document(),
    "sticker": lambda anna: anna.sends_sticker(),
    "location": lambda anna: anna.shares_location(),
    "contact": lambda anna: anna.shares_contact(),
    "poll_message": lambda anna: anna.sends_poll(),
    "my_chat_member_blocked": lambda anna: anna.blocks(),
    "channel_post": lambda anna: anna.telegram.channel().posts("x"),
    "group_text_with_mention": lambda anna: anna.telegram.group().member(anna).writes("@parley_demo_bot hej"),
}


@pytest.mark.parametrize("name", WHATSAPP_DEEDS)
def test_what_a_whatsapp_customer_does_has_the_shape_of_its_file(name: str) -> None:
    with WhatsApp() as whatsapp:
        WHATSAPP_DEEDS[name](whatsapp.customer())
        sent = json.loads(whatsapp.webhooks.bodies[-1])

    assert set(places(sent)) == set(places(samples.payload("whatsapp", name)))


@pytest.mark.parametrize("name", TELEGRAM_DEEDS)
def test_what_a_telegram_customer_does_has_the_shape_of_its_file(name: str) -> None:
    with Telegram() as telegram:
        TELEGRAM_DEEDS[name](telegram.customer("Anna", last_name="Berg", username="anna_berg_demo"))
        sent = json.loads(telegram.courier.pending[-1].body)

    assert set(places(sent)) == set(places(samples.payload("telegram", name)))
