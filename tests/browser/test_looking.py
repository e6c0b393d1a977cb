"""The desk full of conversations, looked at on anything: nothing cut, nothing out of reach, nothing too small."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from support import mail
from support.messages import Attachment, MediaKind
from support.staff import Role
from tests.browser import guests
from tests.browser.agent import AtDesk
from tests.browser.chromium import Browser, until
from tests.browser.faint import faint
from tests.web.inbox import file_of
from tests.web.office import Office, opened

PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_TOO_SMALL = """
return [...document.querySelectorAll('parley-desk :is(button, summary), :is(.views, .sections, .self) :is(a, button)')]
  .filter((node) => node.getClientRects().length)
  .filter((node) => node.getBoundingClientRect().height < arguments[0] || node.getBoundingClientRect().width < 24)
  .map((node) => node.outerHTML);
"""
_CUT = """
return [...document.querySelectorAll('.actions button, .composer button, .about, .back, .card h3')]
  .filter((node) => node.getClientRects().length)
  .filter((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || node.scrollWidth > node.clientWidth + 1;
  })
  .map((node) => node.outerHTML);
"""
_FROM_END = """
const { scrollHeight, scrollTop, clientHeight } = document.querySelector('.opened .scroll');
return scrollHeight - scrollTop - clientHeight;
"""
_READING_ROOM = "return document.querySelector('.opened .scroll').getBoundingClientRect().height"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(tmp_path, monkeypatch) as held:
        guests.all_wait(held.books)
        yield held


@pytest.fixture
def maria(chromium: Browser, office: Office) -> Iterator[AtDesk]:
    """Maria, who may everything and so has the longest bar of sections."""
    yield AtDesk(chromium, office, office.hires("Maria-Magdalena-Hohenzollern", Role.ADMIN, Role.AGENT))
    assert chromium.complaints(network=False) == []


def looks(maria: AtDesk, guest: guests.Guest) -> None:
    maria.browser.visit(f"/desk?view=all&c={guest.id.replace(':', '%3A')}")
    until(lambda: maria.title() == (guest.name or "Visitor 4f0c9a"), f"{guest.name} opened")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (720, 430), (768, 1024), (1440, 860)])
def test_everything_is_in_reach(office: Office, maria: AtDesk, width: int, height: int) -> None:
    maria.browser.be_a_phone(width, height)
    maria.comes("/desk?view=all")
    least = 36 if width <= 760 else 24
    assert not maria.browser.script(_WIDER) and maria.browser.script(_TOO_SMALL, 24) == []
    for guest in (guests.LONG, guests.PARVANEH, guests.KAVYA, guests.NAMELESS):
        looks(maria, guest)
        maria.shown(f"reach-{guest.language}-{width}")
        assert not maria.browser.script(_WIDER)
        assert maria.browser.script(_CUT) == []
        assert [found for found in maria.browser.script(_TOO_SMALL, least) if "<summary" not in found] == []
        assert maria.browser.script(_READING_ROOM) >= 110


def test_what_they_want_is_seen_at_the_end_of_a_long_talk_too(office: Office, maria: AtDesk) -> None:
    for number in range(40):
        guests.LUCIA.asks(office.books, f"¿Hola? {number}", datetime.now(UTC))
    looks(maria, guests.LUCIA)

    maria.sees("¿Hola? 39")
    assert maria.browser.script(_FROM_END) < 2
    assert maria.browser.script("return document.querySelector('.card .wants').checkVisibility()")
    assert "TM-204518" in maria._text(".card .wants")
    assert maria.browser.script("return document.querySelector('.card').getBoundingClientRect().top > 0")


def test_who_reads_the_end_stays_there_when_a_picture_comes_late(office: Office, maria: AtDesk) -> None:
    key = file_of(office.books, PICTURE.read_bytes(), "image/png")
    picture = Attachment(kind=MediaKind.IMAGE, source="x", media_type="image/png", name="a.png", size=1, key=key)
    sent = guests.LUCIA.said("Mira", datetime.now(UTC), attachments=(picture,))
    with office.books.writing() as uow:
        mail.receive(uow, sent, now=sent.sent_at)
        uow.commit()
    looks(maria, guests.LUCIA)

    until(lambda: maria.browser.script("return document.querySelector('.bubble img')?.naturalWidth"), "the picture")
    until(lambda: maria.browser.script(_FROM_END) < 2, "the end")


def test_who_went_up_to_read_stays_there_until_they_write(office: Office, maria: AtDesk) -> None:
    for number in range(40):
        guests.LUCIA.asks(office.books, f"¿Hola? {number}", datetime.now(UTC))
    looks(maria, guests.LUCIA)
    maria.sees("¿Hola? 39")
    maria.browser.script("document.querySelector('.opened .scroll').scrollTop = 0")
    guests.LUCIA.asks(office.books, "¿Nadie?", datetime.now(UTC))
    maria.sees("¿Nadie?")
    until(lambda: maria.browser.script("return !document.querySelector('.below').hidden"), "that there is more below")
    assert maria.browser.script("return document.querySelector('.opened .scroll').scrollTop") < 50

    maria.writes("¡Ya estoy!")
    until(lambda: maria.browser.script(_FROM_END) < 2, "what was written")


def test_who_the_customer_is_can_be_seen_on_a_phone(office: Office, maria: AtDesk) -> None:
    maria.browser.be_a_phone(320, 640)
    looks(maria, guests.LUCIA)
    seen = "return document.querySelector('.side').checkVisibility()"
    assert not maria.browser.script(seen)

    maria.browser.one(".about").click()
    assert maria.browser.script(seen) and "+34600112233" in maria._text(".side")
    assert maria.browser.script("return document.activeElement.className") == "shut"
    maria.browser.one(".shut").click()
    assert not maria.browser.script(seen)
    assert "about" in maria.browser.script("return document.activeElement.className")


def test_on_glass_enter_begins_a_line_and_the_button_sends(office: Office, maria: AtDesk) -> None:
    maria.browser.be_a_phone(320, 640)
    looks(maria, guests.LUCIA)
    maria.writes("Hola")
    maria.writes("Lucía", is_sent=False)
    assert maria.composed() == "Hola\nLucía"

    maria.browser.one(".composer .primary").click()
    until(lambda: "Hola\nLucía" in maria.said(), "it is sent")


def test_each_language_keeps_its_direction_beside_ours(office: Office, maria: AtDesk) -> None:
    maria.comes("/desk?view=all")
    row = "return [...document.querySelectorAll('.item')].find((n) => n.textContent.includes('پروانه'))"
    words = maria.browser.script(f"{row}.querySelector('.said bdi').textContent")
    assert words == "به یک نفر خبر می‌دهم."
    left = f"{row}.querySelector('.said span').getBoundingClientRect().left"
    assert maria.browser.script(f"return {left[7:]} < {left[7:].replace('span', 'bdi')}")
    assert "Persian" in maria.browser.script(f"{row}.querySelector('.tags').textContent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(office: Office, maria: AtDesk, scheme: str) -> None:
    browser = maria.browser
    browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        for path in ("/sign-in", "/account", "/admin/people", "/admin/audit", "/desk/canned", "/desk/marks"):
            browser.visit(path)
            assert faint(browser) == [], path
        maria.comes("/desk?view=all")
        assert faint(browser) == []
        looks(maria, guests.LUCIA)
        maria.presses("take")
        until(lambda: maria.holder().startswith("With Maria"), "it is hers")
        maria.writes("Un momento")
        maria.keys(Keys.ALT, "p")
        maria.writes("vip")
        maria.sees("vip")
        maria.writes("more", is_sent=False)
        assert faint(browser) == []
        maria.keys(Keys.CONTROL, "k")
        until(lambda: browser.script("return document.querySelector('dialog[open]')"), "the palette")
        assert faint(browser) == []
    finally:
        browser.tell("Emulation.setEmulatedMedia", features=[])


def test_the_card_says_how_sure_the_bot_was_and_nothing_twice(office: Office, maria: AtDesk) -> None:
    looks(maria, guests.LUCIA)
    tried = maria.browser.script("return [...document.querySelectorAll('.card li')].map((node) => node.textContent)")

    assert tried == ["¿Cuándo me devolvéis el dinero? 81 %", "¿Cómo devuelvo un artículo?", "¿Dónde está mi pedido?"]
    names = maria.browser.script("return [...document.querySelectorAll('.card dt')].map((node) => node.textContent)")
    assert names == ["Language", "The bot tried", "Order"]


def test_articles_are_looked_for_by_what_they_want_until_they_say_more(office: Office, maria: AtDesk) -> None:
    looks(maria, guests.LUCIA)
    assert "TM-204518" in asked_of_the_bot(maria, 1)  # and not "I want to talk to somebody"

    guests.LUCIA.asks(office.books, "¿Y cómo cambio la dirección?", datetime.now(UTC))
    maria.sees("¿Y cómo cambio la dirección?")
    assert asked_of_the_bot(maria, 2) == ""


def asked_of_the_bot(maria: AtDesk, times: int) -> str:
    """Press Articles, and return the question that goes out."""
    maria.browser.script("[...document.querySelectorAll('.aid')].find((n) => n.textContent === 'Articles').click()")
    return str(until(lambda: maria.browser.script(_ASKED, times), "the question")[0])


_ASKED = """
const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  .filter((url) => url.pathname.endsWith('/suggestions'));
return asked.length >= arguments[0] && [asked.at(-1).searchParams.get('q') ?? ''];
"""
