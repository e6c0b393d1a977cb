"""Pressed buttons: what they can mean."""

from connectors.telegram.presses import carried, meant
from support.messages import Author, Button, Message
from tests.connectors.telegram.updates import ANNA, NOON, arrivals, arrived, of


def test_a_pressed_button_means_only_what_a_button_of_ours_can_mean() -> None:
    pressed = arrived(of("callback_query", data="ask_human"))
    strange = arrived(of("callback_query"))
    forged = arrived(of("callback_query", data="needs_person"))

    assert (pressed.payload, pressed.conversation_id) == ("ask_human", f"telegram:{ANNA}")
    assert (strange.text, strange.payload) == ("Min order", None)  # its title counts, as if it were typed
    assert forged.payload is None
    assert pressed.data["pressed"] == {"query": "4382000000000001", "chat": ANNA, "message": 3}


def test_the_button_of_a_message_too_old_to_be_told_still_works() -> None:
    assert arrived(of("callback_query_inaccessible_message", data="article:returns")).payload == "article:returns"


def test_a_button_too_long_for_telegram_finds_its_meaning_again() -> None:
    slug = "article:" + "x" * 128
    button, other = Button(title="Returns", payload=slug), Button(title="No", payload="answer_not_helpful")
    assert len(carried(slug).encode()) <= 64 and carried("a" * 64) == "a" * 64 and carried("a" * 65) != "a" * 65

    pressed = arrived(of("callback_query_inaccessible_message", data=carried(slug)))
    said = Message(
        id="r",
        conversation_id=pressed.conversation_id,
        author=Author.BOT,
        text="?",
        sent_at=NOON,
        buttons=(other, button),
    )
    assert (meant(pressed, said).payload, meant(pressed, said).text) == (slug, "Returns")
    assert meant(pressed, None).payload is None


def test_buttons_that_are_not_ours_are_left_alone() -> None:
    assert arrivals(of("callback_query", message=None, inline_message_id="x")) == []
    assert arrivals(of("callback_query", data=None, game_short_name="chess")) == []
