"""The help centre in a browser: searched as one types and without JavaScript, and the way from an article to people."""

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.browser.test_helping import _SESSION as SESSION
from tests.browser.test_helping import Agent
from tests.house import House

_SPOKEN = """
const box = document.querySelector('[role=combobox]');
const active = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
return [box.getAttribute('aria-expanded'), active?.textContent ?? null, active?.getAttribute('aria-selected') ?? null];
"""
_IS_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_OFFERS = """
const root = document.querySelector('parley-chat').shadowRoot;
const links = [...root.querySelectorAll('.offers:not([hidden]) a')];
return links.map((link) => [link.textContent, link.getAttribute('href'), link.target]);
"""


def spoken(browser: Browser) -> tuple[str, str | None, str | None]:
    """Return what a screen reader is told of the field: is the list open, which entry is it on, is that chosen."""
    expanded, active, chosen = browser.script(_SPOKEN)
    return expanded, active, chosen


def keys(browser: Browser, *pressed: str) -> None:
    ActionChains(browser.driver, duration=0).send_keys(*pressed).perform()


def named(browser: Browser, selector: str) -> tuple[str, str]:
    """Return the role and the name that the browser tells of an element."""
    found = browser.one(selector)
    return found.aria_role, found.accessible_name


def offers(browser: Browser) -> list[tuple[str, str, str]]:
    """Return the articles that the open chat offers: titles, addresses, and where they open."""
    return [tuple(one) for one in browser.script(_OFFERS)]


def shown(browser: Browser, name: str) -> None:
    """Keep what is seen, where somebody wants to look."""
    if folder := os.environ.get("PARLEY_SHOTS"):
        browser.driver.save_screenshot(str(Path(folder) / f"{name}.png"))


def test_articles_are_found_as_one_types_with_keys_alone(browser: Browser) -> None:
    browser.visit("/help/en")
    until(lambda: named(browser, "#q") == ("combobox", "Search"), "the field's role and name")
    browser.one("#q").send_keys("money back")

    until(lambda: spoken(browser)[0] == "true", "articles to be offered")
    assert named(browser, "#found") == ("listbox", "Search")
    shown(browser, "centre-combobox")
    keys(browser, Keys.ARROW_DOWN)
    assert spoken(browser) == ("true", "When do I get my money back?", "true")
    keys(browser, Keys.ARROW_UP)
    assert spoken(browser) == ("true", None, None)
    keys(browser, Keys.ESCAPE)
    assert spoken(browser)[0] == "false"

    keys(browser, " please")
    until(lambda: spoken(browser)[0] == "true", "articles to be offered again")
    keys(browser, Keys.ARROW_DOWN, Keys.ENTER)
    browser.is_at("/help/en/refunds")


def test_enter_in_the_field_goes_to_all_that_is_found(browser: Browser) -> None:
    browser.visit("/help/en")
    browser.one("#q").send_keys("refund", Keys.ENTER)

    browser.is_at("/help/en/search?q=refund")
    assert browser.one(".results li:first-child a").text == "When do I get my money back?"
    assert browser.one(".results mark").text == "refund"


def test_votes_and_search_go_without_scripts(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.visit("/help/ta/returns")
        browser.one(".vote button[value=yes]").click()
        until(lambda: browser.driver.current_url.endswith("/help/ta/returns?voted#voted"), "the thanks")
        assert browser.one("[role=status]").text
        browser.one("#q").send_keys("பணம்", Keys.ENTER)
        assert browser.one(".results a").text
        shown(browser, "centre-no-script")
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)


def test_an_article_leads_to_the_chat_and_agents_see_which_it_was(browser: Browser, house: House) -> None:
    browser.visit("/help/en/refunds")
    assert browser.one(".related a").get_attribute("href").startswith(f"{house.url}/help/en/")
    chat = Chat(browser)
    chat.sees("launcher")
    browser.one("[data-parley-open]").click()
    chat.gets_through()
    chat.press("Talk to a person")
    chat.sees("waiting")

    address = str(browser.script(SESSION)).split(".")[0]
    maria = Agent(house)
    card = maria.http.get(f"/conversations/webchat%3A{address}").json()["card"]
    maria.http.close()

    article = {"slug": "refunds", "language": "en", "title": "When do I get my money back?", "url": "/help/en/refunds"}
    assert card["about"] == article


def test_a_chat_offers_articles_for_the_page_until_it_has_begun(browser: Browser) -> None:
    browser.visit("/help/en/topics/returns")
    chat = Chat(browser).open()
    until(lambda: offers(browser), "articles for the page")
    shown(browser, "centre-offers")
    assert ("When do I get my money back?", f"{browser.home}/help/en/refunds", "_blank") in offers(browser)

    chat.ask("How do I return something?")
    assert offers(browser) == []


def test_a_page_about_nothing_we_know_offers_no_articles(browser: Browser) -> None:
    browser.visit("/")
    Chat(browser).open().sees("suggestions")

    assert offers(browser) == []


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "query"), [("en", "refund"), ("fa", "برگشت پول"), ("ta", "பணம்")])
def test_every_page_fits(browser: Browser, language: str, query: str, scheme: str, width: int) -> None:
    browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.be_a_phone(320, 640) if width == 320 else browser.driver.set_window_size(width, 1000)
    paths = {"index": "", "article": "/refunds", "search": f"/search?q={quote(query)}", "none": "/search?q=zzzxqj"}
    for name, path in paths.items():
        browser.visit(f"/help/{language}{path}")
        Chat(browser).sees("launcher")
        shown(browser, f"centre-{name}-{language}-{scheme}-{width}")
        assert not browser.script(_IS_WIDER), path
