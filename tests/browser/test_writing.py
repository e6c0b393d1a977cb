"""Articles are written, compared, translated and published in a real browser."""

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from app.settings import ROOT
from kb.importing.markdown import read_folder
from kb.importing.mirroring import mirror
from kb.writing import drafting, publishing
from support.staff import Act, Role
from support.writing import Words
from tests.browser.chromium import Browser, until
from tests.contracts.exam.room import forget_settings
from tests.standins.translators import Translators
from tests.web.office import Desk, Office, act, opened

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_PASTE = """
const bytes = Uint8Array.from(atob(arguments[0]), (sign) => sign.charCodeAt(0));
const data = new DataTransfer();
data.items.add(new File([bytes], arguments[1], {type: 'image/png'}));
document.querySelector('textarea.text').dispatchEvent(
  new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
RETURNS = "/writers/articles/returns/en"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(tmp_path, monkeypatch) as held:
        with held.books.writing() as uow:
            mirror(uow, read_folder(ROOT / "kb" / "articles"), now=act().at)
            uow.commit()
        yield held


@pytest.fixture
def writer(chromium: Browser, office: Office) -> Iterator[Browser]:
    """Maria at her browser, signed in."""
    chromium.come_anew(office.url)
    desk: Desk = office.desk_of(office.hires("Maria", Role.WRITER))
    chromium.visit("/sign-in")
    chromium.tell("Network.setCookie", name="parley_session", value=desk.session(), url=office.url)
    yield chromium
    assert chromium.complaints(network=False) == []


def shown(browser: Browser, name: str) -> None:
    """Keep what is seen, where somebody wants to look."""
    if folder := os.environ.get("PARLEY_SHOTS"):
        browser.driver.save_screenshot(str(Path(folder) / f"{name}.png"))


def says(browser: Browser, text: str, selector: str = ".said") -> None:
    until(
        lambda: text in browser.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector), text
    )


def body(browser: Browser) -> str:
    return str(browser.script("return document.querySelector('textarea.text')?.value ?? ''"))


def opens(browser: Browser, path: str = RETURNS) -> None:
    browser.visit(path)
    until(lambda: body(browser) or path.endswith("new"), "the text")


def writes(browser: Browser, text: str) -> None:
    field = browser.one("textarea.text")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def live(office: Office, language: str = "en") -> str:
    with office.books.reading() as uow:
        return uow.articles.get("returns", language).body


def otto_saves(office: Office, text: str) -> None:
    otto = office.hires("Otto", Role.WRITER)
    with office.books.writing() as uow:
        found = uow.manuscripts.get("returns", "en")
        words = uow.manuscripts.revision("returns", "en", found.revision).words
        mine = Words(title=words.title, body=text, questions=words.questions, tags=words.tags)
        drafting.save(uow, "returns", "en", mine, found.revision, Act(at=act().at, by=otto.id))
        uow.commit()


def test_what_is_written_is_seen_at_once_and_read_once_it_is_published(office: Office, writer: Browser) -> None:
    before = live(office)
    opens(writer)
    writes(writer, "You have **sixty** days.")
    says(writer, "You have sixty days.", ".panel.preview .prose")
    writer.one("button.save").click()
    says(writer, "Saved.")
    assert live(office) == before

    writer.one("button.publish").click()
    says(writer, "Published.")
    assert live(office) == "You have **sixty** days."
    assert office.deeds()[-1] == "article_published"
    writer.visit("/help/en/returns")
    assert "You have sixty days." in writer.one(".prose").text


def test_a_new_article_from_its_title_to_the_help_centre(office: Office, writer: Browser) -> None:
    writer.visit("/writers")
    writer.one("[name=title]").send_keys("چگونه جایزه بگیرم؟")
    writer.script("document.querySelector('.form [name=language]').value = 'fa'")
    writer.one(".form button").click()
    writes(writer, "خرید کنید.")
    writer.one("button.publish").click()
    says(writer, "Published.")

    with office.books.reading() as uow:
        (made,) = [each for each in uow.manuscripts.all() if each.title == "چگونه جایزه بگیرم؟"]
        assert uow.articles.get(made.slug, "fa").body == "خرید کنید."
    writer.visit(f"/help/fa/{made.slug}")
    assert "خرید کنید." in writer.one(".prose").text


def test_tools_put_in_signs_and_undo_takes_them_out(writer: Browser) -> None:
    opens(writer)
    writes(writer, "warm")
    field = writer.one("textarea.text")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(Keys.CONTROL, "b")
    assert body(writer) == "**warm**"
    field.send_keys(Keys.CONTROL, "b")
    assert body(writer) == "warm"
    writer.one(".toolbar .list").click()
    assert body(writer) == "- warm"
    writer.one(".toolbar .heading").click()
    assert body(writer) == "## warm"
    field.send_keys(Keys.CONTROL, "z")
    assert body(writer) == "- warm"
    field.send_keys(Keys.CONTROL, "s")
    says(writer, "Saved.")


def test_what_is_not_saved_outlives_a_reload(writer: Browser) -> None:
    opens(writer)
    writes(writer, "half a thou")
    writer.reload()
    says(writer, "Not saved yet: what you wrote here", ".banner")
    assert body(writer) == "half a thou"

    writer.one(".banner button").click()
    until(lambda: "30 days" in body(writer), "the saved text")
    writer.reload()
    until(lambda: "30 days" in body(writer), "the saved text")


@pytest.mark.parametrize("wins", ["mine", "theirs"])
def test_two_writers_at_once_see_both_texts(office: Office, writer: Browser, wins: str) -> None:
    opens(writer)
    otto_saves(office, "Otto gives 40 days.")
    writes(writer, "Maria gives 50 days.")
    writer.one("button.save").click()

    says(writer, "Otto has saved this meanwhile", ".clash")
    text = writer.one(".clash").text
    assert "Otto gives 40 days." in text and "Maria gives 50 days." in text
    assert [node.text for node in writer.driver.find_elements("css selector", ".clash ins")] == ["Maria", "50"]
    shown(writer, f"clash-{wins}")
    if wins == "mine":
        writer.one(".clash .acts button:not(.quiet)").click()
        says(writer, "Saved.")
        assert body(writer) == "Maria gives 50 days."
    else:
        writer.one(".clash .acts .quiet").click()
        until(lambda: body(writer) == "Otto gives 40 days.", "their text")
        writer.reload()
        says(writer, "Your own text is set aside", ".banner")
        writer.one(".banner button").click()
        until(lambda: body(writer) == "Maria gives 50 days.", "my own text")
        writer.one("button.save").click()
        says(writer, "Saved.")
    with office.books.reading() as uow:
        found = uow.manuscripts.revisions("returns", "en")
    assert [each.words.body for each in found[:2]] == ["Maria gives 50 days.", "Otto gives 40 days."]


def test_a_pasted_picture_is_kept_and_shown(office: Office, writer: Browser) -> None:
    opens(writer)
    writes(writer, "Look: ")
    writer.script(_PASTE, _DOT, "dot.png")
    until(lambda: "![dot](picture:" in body(writer), "the picture's name")
    until(lambda: writer.script("return document.querySelector('.prose img')?.naturalWidth") == 1, "the picture")

    writer.script(_PASTE, base64.b64encode(b"<svg onload=alert(1)>").decode(), "evil.png")
    says(writer, "no PNG, JPEG, WebP or GIF")
    writer.one("button.publish").click()
    says(writer, "Published.")
    writer.visit("/help/en/returns")
    until(lambda: writer.script("return document.querySelector('.prose img')?.naturalWidth") == 1, "the picture")


def test_a_dead_link_is_marked_and_said_before_publishing(office: Office, writer: Browser) -> None:
    opens(writer)
    writes(writer, "See [that](article:nowhere) and [this](article:refunds).")
    until(lambda: writer.script("return document.querySelectorAll('.prose a.dead').length") == 1, "the dead link")
    writer.one("button.publish").click()
    says(writer, "nowhere", ".banner")
    assert "nowhere" not in live(office)

    writer.one(".banner button").click()
    says(writer, "Published.")
    assert "nowhere" in live(office)


def test_a_translation_beside_its_source_and_its_mark(office: Office, writer: Browser) -> None:
    now = act().at
    with office.books.writing() as uow:
        drafting.save(uow, "returns", "en", Words(title="Returns", body="Now 90 days."), 1, Act(at=now))
        publishing.publish(uow, "returns", "en", 2, now)
        uow.commit()
    opens(writer, "/writers/articles/returns/fa")
    assert writer.one("textarea.text").get_attribute("dir") == "rtl"
    says(writer, "Now 90 days.", ".panel.source .prose")
    assert "outdated" in writer.one(".locales [aria-current]").text
    writer.one(".since input").click()
    writer.one("button.save").click()
    says(writer, "Saved.")
    until(lambda: "up to date" in writer.one(".locales [aria-current]").text, "the mark")


def test_languages_are_published_together(office: Office, writer: Browser) -> None:
    with office.books.writing() as uow:
        drafting.save(uow, "returns", "fa", Words(title="پس دادن", body="۶۰ روز."), 1, Act(at=act().at))
        uow.commit()
    opens(writer)
    writes(writer, "You have 60 days.")
    writer.one("button.publish_all").click()
    says(writer, "Published, in all languages")
    assert (live(office), live(office, "fa")) == ("You have 60 days.", "۶۰ روز.")
    assert not writer.one("button.publish_all").is_displayed()


def test_what_is_written_goes_along_to_a_new_address(office: Office, writer: Browser) -> None:
    opens(writer)
    writes(writer, "Written before it moved.")
    writer.one("#tab-settings").click()
    field = writer.one("#panel-settings input[maxlength='128']")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("take-back", Keys.ENTER)
    writer.is_at("/writers/articles/take-back/en")
    until(lambda: body(writer) == "Written before it moved.", "the text")
    with office.books.reading() as uow:
        assert uow.manuscripts.get("take-back", "en").revision == 2


def test_an_article_is_written_by_keys_alone(office: Office, writer: Browser) -> None:
    """Every stop of the Tab key has a name, and the arrows go on within tools and tabs."""
    opens(writer)
    writer.one("input.title").click()
    keys(writer, Keys.TAB)
    assert focused(writer) == "Bold (Ctrl+B)"
    keys(writer, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert focused(writer) == "Heading (Ctrl+Alt+2)"
    keys(writer, Keys.ARROW_LEFT, Keys.END)
    assert focused(writer) == "Image"
    keys(writer, Keys.TAB)
    assert focused(writer) == "Text"
    for name in (
        "Other ways to ask One a line. The bot finds the article by these, too.",
        "Tags With commas between them.",
    ):
        keys(writer, Keys.TAB)
        assert focused(writer) == name
    keys(writer, Keys.TAB, Keys.ARROW_RIGHT)
    assert focused(writer) == "Changes"
    says(writer, "Customers read just this.", ".panel.changes")
    keys(writer, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert focused(writer) == "Settings"
    keys(writer, Keys.TAB)
    assert focused(writer) == "Settings"  # the panel is called after its tab
    keys(writer, Keys.TAB)
    assert focused(writer).startswith("Who may read it")


def keys(browser: Browser, *pressed: str) -> None:
    ActionChains(browser.driver, duration=0).send_keys(*pressed).perform()


def focused(browser: Browser) -> str:
    """Return what a screen reader calls the thing that has the focus."""
    return " ".join(browser.driver.switch_to.active_element.accessible_name.split())


@pytest.fixture
def machine(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service that translates everything as one word."""
    with Translators(lambda text: re.sub(r"[^\W\d]+(?![^<]*>)", "ترجمه", text)) as served:
        for name, value in (("", "deepl"), ("_URL", served.url), ("_KEY", served.key)):
            monkeypatch.setenv(f"PARLEY_TRANSLATOR{name}", value)
        forget_settings()
        yield
    forget_settings()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_a_machine_translates_and_a_person_publishes(
    office: Office, machine: None, writer: Browser, width: int, scheme: str
) -> None:
    writer.be_a_phone(width, 900)
    writer.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        opens(writer, "/writers/articles/returns/fa")
        until(lambda: writer.script("return document.querySelectorAll('.machine button').length"), "the button")
        shown(writer, f"machine-{width}-{scheme}")
        writer.one(".machine button").click()
        says(writer, "A draft by a machine")
        assert "ترجمه" in body(writer) and not writer.one(".unsaved").is_displayed()
        shown(writer, f"machine-done-{width}-{scheme}")
        assert not writer.script(_WIDER)
        writer.visit("/writers/articles/returns/fa/history")
        assert "translated by a machine" in writer.one("main").text
        shown(writer, f"machine-history-{width}-{scheme}")
    finally:
        writer.tell("Emulation.setEmulatedMedia", features=[])


def test_an_old_text_comes_back_with_one_click(office: Office, writer: Browser) -> None:
    first = live(office)
    otto_saves(office, "Otto's.")
    writer.visit(f"{RETURNS}/history?one=1&other=2")
    assert writer.one(".difference ins").text == "Otto's"
    shown(writer, "history")
    writer.one(".rows form button").click()
    until(lambda: body(writer) == first, "the old text")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_texts_fit_a_phone(office: Office, writer: Browser, scheme: str) -> None:
    writer.be_a_phone(320, 900)
    writer.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        opens(writer)
        otto_saves(office, "Otto gives 40 days. " * 20)
        writes(writer, "Maria gives 50 days.")
        writer.one("button.save").click()
        says(writer, "Otto has saved this meanwhile", ".clash")
        shown(writer, f"clash-320-{scheme}")
        assert focused(writer) == "Otto has saved this meanwhile"  # one reads from the top what has happened
        assert writer.script("return document.querySelector('.clash').scrollTop") == 0
        assert not writer.script(_WIDER)
        assert writer.script(
            "const node = document.querySelector('.clash'); return node.scrollWidth <= node.clientWidth"
        )
        keys(writer, Keys.ESCAPE)  # to think about it: nothing is decided, and nothing lost
        until(lambda: not writer.driver.find_elements("css selector", ".clash"), "the texts to go away")
        assert body(writer) == "Maria gives 50 days."
    finally:
        writer.tell("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa", "ta"])
def test_the_pages_fit(office: Office, writer: Browser, width: int, scheme: str, language: str) -> None:
    writer.be_a_phone(width, 900)
    writer.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        opens(writer, f"/writers/articles/returns/{language}")
        until(lambda: writer.script("return document.querySelectorAll('.panel:not([hidden]) .prose').length"), "it")
        shown(writer, f"editor-{language}-{width}-{scheme}")
        assert not writer.script(_WIDER)
        if language == "en":
            otto_saves(office, "You have **90 days** from the day your parcel arrives.")
            opens(writer)
            for tab in ("changes", "settings"):
                writer.one(f"#tab-{tab}").click()
                until(lambda tab=tab: writer.one(f"#panel-{tab}").text, tab)  # type: ignore[misc]
                writer.one(f"#panel-{tab}").click()
                shown(writer, f"{tab}-{width}-{scheme}")
                assert not writer.script(_WIDER)
            for name, path in (("list", "/writers"), ("history", f"{RETURNS}/history")):
                writer.visit(path)
                shown(writer, f"{name}-{width}-{scheme}")
                assert not writer.script(_WIDER)
    finally:
        writer.tell("Emulation.setEmulatedMedia", features=[])
