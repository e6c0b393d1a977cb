"""A shop's own pages say who is signed in, and people see one person with every word."""

from collections.abc import Iterator

import pytest

from tests.browser.chat import Chat
from tests.browser.chromium import Browser
from tests.conftest import SHOP_PORT
from tests.house import House
from tests.standins.shop import Shop, shop, signed
from tests.web.test_identity import begins, conversation_of, identity, someone

_ADDRESS = "return JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.endsWith(':session'))]).token"


@pytest.fixture
def at_shop(house: House) -> Iterator[Shop]:
    with shop(SHOP_PORT, f"{house.url}/widget.js") as running:
        yield running


def chat_on(browser: Browser, page: str) -> Chat:
    browser.driver.get(page)
    return Chat(browser).open()


def here(browser: Browser) -> str:
    """Return the conversation of the browser's chat."""
    return "webchat:" + browser.script(_ADDRESS).partition(".")[0]


def test_who_is_signed_in_is_one_person_with_every_word(browser: Browser, house: House, at_shop: Shop) -> None:
    anna = someone()
    elsewhere = conversation_of(begins(house, identity(anna)))
    chat = chat_on(browser, at_shop.page(email=anna.upper(), name="Anna <b>Berg", signature=signed(anna)))
    chat.ask("How do I return something?")

    shown = house.parley("contacts", "show", elsewhere).stdout
    assert f"{here(browser)} ({anna})" in shown and "Anna <b>Berg" in shown
    assert "How do I return something?" in shown and "30 days" in shown


def test_a_wrong_signature_leaves_a_stranger_who_is_answered(browser: Browser, house: House, at_shop: Shop) -> None:
    anna = someone()
    chat = chat_on(browser, at_shop.page(email=anna, signature=signed(anna, "another secret")))

    assert "30 days" in chat.ask("How do I return something?").text
    assert anna not in house.parley("contacts", "show", here(browser)).stdout


def test_who_signs_in_next_sees_nothing_of_the_one_before(browser: Browser, at_shop: Shop) -> None:
    anna, bo = someone(), someone()
    chat = chat_on(browser, at_shop.page(email=anna, signature=signed(anna)))
    chat.ask("How do I return something?")
    annas = here(browser)

    browser.driver.get(at_shop.page(email=bo, signature=signed(bo), open="yes"))
    chat.gets_through().ask("How long does delivery take?")

    assert here(browser) != annas
    assert [text for who, text in chat.talk() if who == "customer"] == ["How long does delivery take?"]
