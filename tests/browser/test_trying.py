"""Asking as a customer: what is staged beside what is live, tests that are kept, and a warning before it counts."""

import uuid
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from desk import people
from desk.people import Profile
from desk.sign_ins import open_sign_in
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Role
from tests.browser.chromium import Browser, until
from tests.browser.test_writing import says, shown
from tests.house import House
from tests.web.office import act
from web.guard import COOKIE

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_CELLOS = "/writers/articles/do-you-engrave-cellos/en"


@pytest.fixture
def writer(house: House, browser: Browser) -> Iterator[Browser]:
    """Another writer each time, signed in at the running house."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.writing() as uow:
        profile = Profile(name="Vera", roles=frozenset({Role.WRITER}))
        account, _ = people.invite(uow, f"{uuid.uuid4().hex}@shop.example", profile, act())
        uow.accounts.update(people.replace(account, joined_at=act().at))
        token = open_sign_in(uow, account, act(), browser="test")
        uow.commit()
    books.dispose()
    browser.visit("/")
    browser.tell("Network.setCookie", name=COOKIE, value=token, url=house.url)
    yield browser
    browser.tell("Emulation.clearDeviceMetricsOverride")
    browser.tell("Emulation.setEmulatedMedia", features=[])


def _is_live(browser: Browser) -> bool:
    asks(browser, "do you engrave cellos?", "en")
    until(lambda: browser.script("return Boolean(document.querySelector('.side.published .bubble'))"), "an answer")
    return "four days" in browser.one(".side.published").text


def opens_box(browser: Browser) -> None:
    until(lambda: browser.script("return Boolean(document.querySelector('#tab-ask'))"), "the editor")
    browser.one("#tab-ask").click()


def asks(browser: Browser, question: str, language: str = "") -> None:
    field = browser.one("parley-trying [name=question]")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(question)
    browser.script("document.querySelector('parley-trying [name=asked_in]').value = arguments[0]", language)
    browser.script("document.querySelector('parley-trying .result').replaceChildren()")
    browser.one("parley-trying button.ask").click()


def writes(browser: Browser, text: str) -> None:
    until(lambda: browser.script("return Boolean(document.querySelector('textarea.text'))"), "the editor")
    field = browser.one("textarea.text")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def test_a_question_is_tried_kept_and_warned_of_before_it_is_answered_differently(writer: Browser) -> None:
    writer.visit("/writers")
    writer.one("[name=title]").send_keys("Do you engrave cellos?")
    writer.one(".form button").click()
    writes(writer, "Yes: we engrave **cellos** within four days.")
    opens_box(writer)
    asks(writer, "do you engrave cellos?", "en")
    says(writer, "we engrave cellos within four days", ".side.staged .bubble")
    says(writer, "Customers would hear something else.", ".compared")
    assert "four days" not in writer.one(".side.published").text
    shown(writer, "trying-staged")

    writer.one("button.keep").click()
    says(writer, "answered by this article", ".saved")
    writer.one("button.run").click()
    says(writer, "1 of 1 pass", ".summary")
    shown(writer, "trying-run")

    writer.one("button.publish").click()
    says(writer, "would be answered differently", "dialog.foreseen")
    shown(writer, "trying-warning")
    writer.one("dialog.foreseen button.anyway").click()
    says(writer, "Published.")

    writer.visit(_CELLOS)
    opens_box(writer)
    says(writer, "do you engrave cellos?", ".saved")
    until(lambda: _is_live(writer), "the bot has followed")
    writer.one("button.archive:not([hidden])").click()
    writer.driver.switch_to.alert.accept()
    says(writer, "would be answered differently", "dialog.foreseen")
    writer.one("dialog.foreseen button.quiet").click()
    until(lambda: not writer.script("return document.querySelector('dialog.foreseen')"), "the dialog is gone")
    assert "Published" in writer.one(".mark.state").text

    writer.one(".saved li button").click()
    says(writer, "None yet.", ".tests")
    writer.one("button.archive:not([hidden])").click()
    writer.driver.switch_to.alert.accept()
    says(writer, "Archived")


@pytest.mark.parametrize("language", ["fa", "ta"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_to_ask_without_an_article_fits_every_window(writer: Browser, language: str, theme: str) -> None:
    words = {"fa": "چطور پول من برمی‌گردد؟", "ta": "பணம் எப்போது திரும்பும்?"}
    writer.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
    for width in (320, 1440):
        writer.tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        writer.visit("/writers/ask")
        asks(writer, words[language], language)
        until(lambda: writer.script("return Boolean(document.querySelector('.side.published .bubble'))"), "an answer")
        assert not writer.script(_WIDER)
        shown(writer, f"ask-{language}-{theme}-{width}")


def test_a_bot_that_is_away_is_said_to_be(writer: Browser, house: House) -> None:
    writer.visit("/writers/ask")
    house.kill("bot")
    try:
        asks(writer, "returns?")
        says(writer, "The bot is away")
    finally:
        house.start("bot")


def test_the_editor_with_its_box_fits_a_phone(writer: Browser) -> None:
    writer.tell("Emulation.setDeviceMetricsOverride", width=320, height=900, deviceScaleFactor=1, mobile=False)
    writer.visit("/writers/articles/returns/en")
    writes(writer, "You have ninety days.")
    opens_box(writer)
    asks(writer, "how long may I return something?", "en")
    says(writer, "ninety days", ".side.staged")
    assert not writer.script(_WIDER)
    writer.script("document.querySelector('.side').scrollIntoView()")
    shown(writer, "trying-phone")
