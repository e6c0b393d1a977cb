"""Everybody gets in: without a mouse, on the smallest phone, and with nothing broken in the console."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until

_WIDER_THAN_ITS_PLACE = """
const root = document.querySelector('parley-chat')?.shadowRoot;
const inside = ['.panel', '.scroller', '.composer'].map((name) => root?.querySelector(name));
return [document.documentElement, ...inside.filter(Boolean)]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => node.className || node.tagName);
"""
_TOO_SMALL_TO_HIT = """
const root = document.querySelector('parley-chat').shadowRoot;
const isInASentence = (node) => node.matches('p a, li a');  // as wide as its word: WCAG 2.5.8 lets these be
return [...root.querySelectorAll('button, a')].filter((node) => !isInASentence(node))
  .filter((node) => node.getClientRects().length && (node.offsetWidth < 24 || node.offsetHeight < 24))
  .map((node) => node.outerHTML);
"""


def test_the_whole_talk_goes_without_a_mouse(browser: Browser) -> None:
    browser.visit("/help/en/contact")
    chat = Chat(browser)
    chat.sees("launcher")

    until(lambda: chat.keys(Keys.TAB) or chat.focused() == "Open chat", "Tab to reach the launcher")
    chat.keys(Keys.ENTER)
    assert chat.focused() == "Your message"
    chat.keys("How do I return")
    chat.shift(Keys.ENTER)
    chat.keys("something?", Keys.ENTER)
    assert chat.hears("30 days from the day").author == "bot"
    assert chat.messages()[0].text == "How do I return\nsomething?"

    for _ in range(3):  # past "Talk to a person" and "No, not really"
        chat.shift(Keys.TAB)
    assert chat.focused() == "Yes, it did"
    chat.keys(Keys.ENTER)
    chat.hears("Glad to hear it!")
    assert chat.focused() == "Your message"

    chat.keys(Keys.ESCAPE)
    chat.misses("panel")
    assert chat.focused() == "Open chat"


@pytest.mark.parametrize("path", ["/", "/help/fa", "/help/ta/returns", "/help/en/no-such-article"])
def test_pages_fit_the_smallest_phone(browser: Browser, path: str) -> None:
    browser.be_a_phone(320, 600)

    browser.visit(path)

    Chat(browser).sees("launcher")
    assert browser.script(_WIDER_THAN_ITS_PLACE) == []


@pytest.mark.parametrize("question", ["பொருளை எப்படித் திருப்பி அனுப்புவது?", "sizes", "https://shop.example/" + "a" * 200])
def test_the_chat_fits_the_smallest_phone(browser: Browser, question: str) -> None:
    browser.be_a_phone(320, 600)
    browser.visit("/")
    chat = Chat(browser).open()

    chat.ask(question)

    assert browser.script(_WIDER_THAN_ITS_PLACE) == []
    assert browser.script(_TOO_SMALL_TO_HIT) == []
    assert chat.part("panel").rect["width"] == 320


def test_a_talk_from_end_to_end_leaves_the_console_clean(chat: Chat, browser: Browser) -> None:
    chat.ask("How do I return something?")
    chat.press("No, not really")
    chat.ask("چطور کالا را پس بفرستم؟")
    browser.reload()
    chat.gets_through().hears("30 days from the day")

    assert browser.complaints() == []


def test_too_long_a_message_is_kept_and_counted_not_sent(chat: Chat, browser: Browser) -> None:
    browser.script("arguments[0].value = 'a'.repeat(2001)", chat.part("input"))
    chat.write("b")

    assert "2,000" in chat.sees("counter")
    assert chat.messages() == []
    chat.keys(Keys.BACKSPACE, Keys.BACKSPACE, Keys.ENTER)
    until(lambda: chat.messages()[:1] and chat.messages()[0].state == "done", "the message to be taken")


def test_the_page_reads_without_scripts(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.visit("/help/en/returns")
        assert browser.one("h1").text == "How do I return something?"
        assert browser.driver.find_elements("css selector", "parley-chat") == []
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)


def test_an_order_number_is_never_torn_apart_at_its_hyphen(browser: Browser) -> None:
    browser.be_a_phone(320, 600)
    browser.visit("/help/fa")
    chat = Chat(browser).open()

    chat.write("سلام، لطفاً سفارش من با شمارهٔ TM-204518 کجاست؟")

    lines = "return arguments[0].querySelector('bdi').getClientRects().length"
    assert browser.script(lines, chat.part("bubble")) == 1
    assert "TM-204518" in chat.messages()[0].text
