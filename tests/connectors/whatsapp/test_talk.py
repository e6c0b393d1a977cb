"""A conversation on WhatsApp with the whole house: web, bot, actions, and Meta's stand-in."""

import time
from collections.abc import Iterator

import pytest

from app.texts import texts
from tests.connectors.whatsapp.test_door import PATH, environment
from tests.house import House
from tests.standins.faults import Kind
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture(scope="module")
def meta() -> Iterator[WhatsApp]:
    with WhatsApp() as standin:
        yield standin


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, meta: WhatsApp) -> Iterator[House]:
    more = {"PARLEY_PUBLIC_URL": "https://shop.example"}
    home = House(tmp_path_factory.mktemp("whatsapp"), **environment(meta), **more)
    home.prepare()
    home.start()
    assert meta.subscribes(f"{home.url}{PATH}", "open-sesame")
    yield home
    home.stop()


def test_a_customer_asks_in_tamil_presses_a_button_and_gets_a_person(shop: House, meta: WhatsApp) -> None:
    own, anna = texts("ta"), meta.customer()

    anna.writes("நான் ஒரு பொருளை எப்படி திருப்பி அனுப்புவது?")
    (answer,) = anna.hears(1)
    assert "https://shop.example/help/ta/returns" in answer
    assert "**" not in answer and "](" not in answer
    (read,) = [call.body for call in meta.record.named("messages") if call.body.get("status") == "read"]
    assert read["typing_indicator"] == {"type": "text"}

    titles = [button["reply"]["title"] for button in anna.last.body["interactive"]["action"]["buttons"]]
    assert own.get("bot", "yes_helpful") in titles
    anna.presses(own.get("bot", "yes_helpful"))
    assert anna.hears(2)[1] == own.get("bot", "helpful")

    anna.writes("நான் ஒரு மனிதருடன் பேச வேண்டும்")
    assert anna.hears(3)[2] == own.get("bot", "handover")
    anna.writes("ஹலோ?")
    assert meta.delivered()
    handoffs = shop.parley("handoffs", "list").stdout
    assert anna.address in handoffs

    shop.parley("handoffs", "reply", handoffs.split()[0], "வணக்கம், நான் மீனா")
    assert anna.hears(4, seconds=5)[3:] == ["வணக்கம், நான் மீனா"]  # and nothing from the bot to "hello?"


def test_a_webhook_that_comes_five_times_is_answered_once(shop: House, meta: WhatsApp) -> None:
    bo = meta.customer(name="Bo")
    meta.webhooks.copies = 5
    bo.writes("thank you")
    meta.webhooks.copies = 1

    assert bo.hears(1) == [texts("en").get("bot", "thank")]
    assert meta.delivered()
    bo.writes("bye")  # were there a second answer to the first, it would come before this one's
    assert bo.hears(2) == [texts("en").get("bot", "thank"), texts("en").get("bot", "goodbye")]


def test_a_voice_note_goes_to_a_person(shop: House, meta: WhatsApp) -> None:
    eva = meta.customer(name="Eva")
    eva.writes("tack så mycket för hjälpen")
    assert eva.hears(1) == [texts("sv").get("bot", "thank")]
    eva.sends_voice()
    assert eva.hears(2)[1] == texts("sv").get("bot", "voice_handover")
    assert eva.address in shop.parley("handoffs", "list").stdout


def test_nothing_is_lost_or_said_twice_when_the_line_breaks_and_the_bot_dies(shop: House, meta: WhatsApp) -> None:
    ida = meta.customer(name="Ida")
    meta.fail_next(Kind.DROP_AFTER, 2, on="messages")  # the read mark and the answer, in whichever order
    ida.writes("hello")
    assert ida.hears(1) == [texts("en").get("bot", "greet")]

    shop.kill("bot")
    ida.writes("how do i return something")
    assert meta.delivered()  # the door stays open
    shop.start("bot")
    assert len(ida.hears(2, seconds=60)) == 2
    assert "/help/en/returns" in ida.heard[1]
    time.sleep(5)  # longer than the retry of what could not be confirmed
    assert len(ida.heard) == 2
