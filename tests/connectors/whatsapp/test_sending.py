"""What is said reaches the customer: texts, buttons, lists, files, in the shape WhatsApp takes."""

from typing import Any

import pytest

from app.texts import texts
from connectors.webhook import understood
from connectors.whatsapp.parse import parse
from support.deliveries import State
from support.messages import Attachment, Author, Button, Link, MediaKind
from support.receipts import Status
from tests.connectors.shelf import on_shelf
from tests.connectors.whatsapp.conftest import Shop
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


def buttons(*titles: str) -> tuple[Button, ...]:
    return tuple(Button(title=title, payload=f"article:a{number}") for number, title in enumerate(titles))


def shapes(customer: Customer) -> list[str]:
    """Return what each message the customer has is: text, image, interactive button ..."""
    bodies = [sent.body for sent in customer.whatsapp.record.to(customer.address)]
    return [" ".join([body["type"], body.get("interactive", {}).get("type", "")]).strip() for body in bodies]


def rows(customer: Customer) -> list[dict[str, str]]:
    found: list[dict[str, str]] = customer.last.body["interactive"]["action"]["sections"][0]["rows"]
    return found


def test_a_text_reaches_the_customer_and_its_receipts_come_back(shop: Shop, anna: Customer) -> None:
    delivery = shop.says(anna, "**Hej** Anna, se [retur](article:returns)")

    assert delivery.state is State.SETTLED
    assert anna.heard == ["*Hej* Anna, se retur"]
    assert shop.status(delivery) == (Status.DELIVERED, None)
    anna.reads(anna.last.id)
    assert shop.status(delivery) == (Status.READ, None)


def test_what_a_person_writes_is_taken_as_it_stands(shop: Shop, anna: Customer) -> None:
    shop.says(anna, "2 * 3 = 6, _inte_ [länk](x)", author=Author.AGENT)
    assert anna.heard == ["2 * 3 = 6, _inte_ [länk](x)"]


@pytest.mark.parametrize(("letters", "messages"), [(4096, 1), (4097, 2), (9000, 3)])
def test_a_long_text_comes_in_order_and_whole(shop: Shop, anna: Customer, letters: int, messages: int) -> None:
    text = ("En mening till här. " * (letters // 20 + 1))[:letters]
    shop.says(anna, text, author=Author.AGENT)

    assert len(anna.heard) == messages
    assert "".join(anna.heard).replace(" ", "") == text.replace(" ", "")
    assert all(part.endswith(".") for part in anna.heard[:-1])  # cut where a sentence ends


@pytest.mark.parametrize(
    ("titles", "shape"),
    [
        (["Ja"], "interactive button"),
        (["x" * 20, "b", "c"], "interactive button"),
        (["x" * 21], "interactive list"),
        (["a", "a"], "interactive list"),  # two buttons of one title are refused, two rows are not
        (["a", "b", "c", "d"], "interactive list"),
        ([str(number) for number in range(10)], "interactive list"),
        ([str(number) for number in range(11)], "text"),
    ],
)
def test_choices_take_the_shape_that_holds_them(shop: Shop, anna: Customer, titles: list[str], shape: str) -> None:
    delivery = shop.says(anna, "Vilken?", buttons=buttons(*titles))

    assert (delivery.state, delivery.fault) == (State.SETTLED, None)
    assert shapes(anna) == [shape]
    if shape == "text":
        assert "11. 10" in anna.last.text and texts("en").get("bot", "reply_with_number") in anna.last.text


def test_a_long_title_is_shortened_in_its_row_and_stands_whole_below(shop: Shop, anna: Customer) -> None:
    shop.says(anna, "?", buttons=buttons("How do I return something", "Short"), language="ta")

    assert rows(anna) == [
        {"id": "article:a0", "title": "How do I return somethi…", "description": "How do I return something"},
        {"id": "article:a1", "title": "Short"},
    ]
    assert anna.last.body["interactive"]["action"]["button"] == texts("ta").get("bot", "choose")


def test_a_pressed_row_comes_back_as_what_it_meant(shop: Shop, anna: Customer) -> None:
    titles = ("How do I return something", "Refunds", "Delivery", "Payment")
    shop.says(anna, "?", buttons=buttons(*titles))
    anna.presses("How do I return somethi…")
    shop.takes()

    assert [(message.text, message.payload) for message in shop.inbox(anna)][1:] == [
        ("How do I return something", "article:a0")
    ]


def test_a_pressed_button_quotes_the_message_it_stood_under(shop: Shop, anna: Customer) -> None:
    delivery = shop.says(anna, "?", buttons=(Button(title="Person", payload="ask_human"),))
    anna.presses("Person")
    shop.takes()

    pressed = shop.inbox(anna)[-1]
    assert (pressed.payload, pressed.quotes) == ("ask_human", delivery.message.id)


@pytest.mark.parametrize("payloads", [("x" * 300, "y"), (" a", "a "), ("", "b"), ("same", "same")])
def test_payloads_that_whatsapp_would_refuse_are_places(shop: Shop, anna: Customer, payloads: tuple[str, ...]) -> None:
    offered = tuple(Button(title=f"T{number}", payload=payload) for number, payload in enumerate(payloads))
    assert shop.says(anna, "?", buttons=offered).state is State.SETTLED
    anna.presses("T1")
    shop.takes()
    assert shop.inbox(anna)[-1].text == "T1"


@pytest.mark.parametrize(("letters", "shape"), [(1024, ["interactive button"]), (1025, ["text", "interactive button"])])
def test_of_a_long_text_only_the_end_stands_above_the_buttons(
    shop: Shop, anna: Customer, letters: int, shape: list[str]
) -> None:
    text = ("En mening till här. " * 60)[:letters]
    shop.says(anna, text, buttons=buttons("Ja"), author=Author.AGENT)

    assert shapes(anna) == shape
    assert "".join(anna.heard).replace(" ", "") == text.replace(" ", "")


def test_a_link_is_written_out_above_the_buttons(shop: Shop, anna: Customer) -> None:
    link = Link(title="Läs mer: returer", url="https://shop.example/r")
    shop.says(anna, "Se här.", link=link, buttons=buttons("Ja"), question="Hjälpte det?")
    assert anna.heard == ["Se här.\n\nLäs mer: returer\nhttps://shop.example/r\n\nHjälpte det?"]


@pytest.mark.parametrize(
    ("kind", "media_type", "shape"),
    [
        (MediaKind.IMAGE, "image/jpeg", "image"),
        (MediaKind.IMAGE, "image/gif", "document"),
        (MediaKind.VOICE, "audio/ogg; codecs=opus", "audio"),
        (MediaKind.AUDIO, "audio/flac", "document"),
        (MediaKind.VIDEO, "video/mp4", "video"),
        (MediaKind.DOCUMENT, "application/pdf", "document"),
        (MediaKind.STICKER, "image/webp", "sticker"),
    ],
)
def test_a_file_of_ours_is_uploaded_and_sent(
    shop: Shop, anna: Customer, kind: MediaKind, media_type: str, shape: str
) -> None:
    shelved_as = "application/x-odd" if media_type in ("image/gif", "audio/flac") else media_type
    key = on_shelf(shop.books, b"content", shelved_as)
    file = Attachment(kind=kind, source="", key=key, media_type=media_type, name="retur.pdf", size=7)
    delivery = shop.says(anna, "", attachments=(file,))

    assert (delivery.state, delivery.fault) == (State.SETTLED, None)
    assert shapes(anna) == [shape]
    assert anna.last.body[shape].get("filename") == ("retur.pdf" if shape == "document" else None)


def test_a_short_text_is_the_caption_of_the_only_file(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    file = Attachment(kind=MediaKind.IMAGE, source=f"{whatsapp.url}/nothing", media_type="image/png")
    delivery = shop.says(anna, "Så här", attachments=(file,))

    assert (shapes(anna), anna.heard) == (["image"], ["Så här"])
    assert shop.status(delivery)[0] is Status.FAILED  # Meta could not fetch the link


def test_files_come_before_what_can_be_pressed(shop: Shop, anna: Customer) -> None:
    file = Attachment(kind=MediaKind.DOCUMENT, source="https://shop.example/r.pdf", name="r.pdf")
    shop.says(anna, "Hjälpte det?", attachments=(file, file), buttons=buttons("Ja"))
    assert shapes(anna) == ["document", "document", "interactive button"]


def test_who_hides_their_number_is_written_to_by_user_id(shop: Shop, whatsapp: WhatsApp) -> None:
    ida = whatsapp.customer(name="Ida", username="@ida")
    ida.writes("hej")
    shop.takes()
    shop.says(ida, "Hej Ida")

    assert ida.heard == ["Hej Ida"]
    assert ida.last.body["recipient"] == ida.person.user_id and "to" not in ida.last.body


def test_the_customer_sees_that_they_are_read(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    shop.uses(lambda channel: channel.attend(shop.inbox(anna)[0]))

    (call,) = whatsapp.record.named("messages")
    assert (call.body["status"], call.body["typing_indicator"]) == ("read", {"type": "text"})


def test_our_own_echo_of_a_colleague_is_kept_among_what_we_said(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    whatsapp.phone_app_writes(anna, "Jag tar det här")
    shop.takes()
    with shop.books.reading() as uow:
        (said,) = uow.outbox.messages(shop.message(anna, "").conversation_id)
        delivery = uow.outbox.get(said.id)
    assert (said.text, said.author) == ("Jag tar det här", Author.AGENT)
    assert delivery is not None and delivery.state is State.SETTLED and anna.heard == []


def test_a_webhook_that_comes_again_changes_nothing(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    shop.takes(*whatsapp.webhooks.bodies, *whatsapp.webhooks.bodies)
    assert [message.text for message in shop.inbox(anna)] == ["hej"]


def test_everything_the_standin_posts_is_understood(whatsapp: WhatsApp, anna: Customer) -> None:
    deeds: list[Any] = [anna.sends_photo, anna.sends_voice, anna.shares_location, anna.shares_contact, anna.orders]
    for deed in deeds:
        deed()
    ours = (whatsapp.business.phone_number_id,)
    for body in whatsapp.webhooks.bodies:
        (arrival,) = understood("whatsapp", lambda posted: parse(posted, ours), body)
        assert type(arrival).__name__ == "Arrived"
