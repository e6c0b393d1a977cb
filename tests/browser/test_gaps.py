"""What customers asked in vain, on a writer's screen."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kb.importing.mirroring import mirror
from support.articles import Article
from support.askings import Asking, Gap, Outcome
from support.staff import Role
from tests.browser.chromium import Browser, until
from tests.web.office import Office, act

RETURNS = Article(slug="returns", language="en", title="How do I return something?", body="You have 30 days.")
ASKED = [
    ("g1", "fa", "آیا روی ساز حکاکی می‌کنید؟", Outcome.NOTHING),
    ("g1", "en", "do you engrave cellos?", Outcome.PERSON),
    ("g1", "ta", "செல்லோவில் பெயர் பொறிக்க முடியுமா?", Outcome.NOTHING),
    ("g2", "en", "can I send back a used tent", Outcome.UNHELPFUL),
]
_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def writer(chromium: Browser, office: Office) -> Iterator[Browser]:
    now = act().at
    with office.books.writing() as uow:
        mirror(uow, [RETURNS], now=now)
        for gap in ("g1", "g2"):
            uow.gaps.put(Gap(id=gap, vector=b"\0" * 8))
        for number, (gap, language, text, outcome) in enumerate(ASKED):
            asking = Asking(
                id=f"m{number}",
                conversation_id=f"webchat:{number}",
                text=text,
                language=language,
                asked_at=now - timedelta(days=9 * number),
                outcome=outcome,
                found=("returns",),
                gap=gap,
            )
            uow.askings.put(asking)
        uow.commit()
    chromium.come_anew(office.url)
    desk = office.desk_of(office.hires("Maria", Role.WRITER))
    chromium.visit("/sign-in")
    chromium.tell("Network.setCookie", name="parley_session", value=desk.session(), url=office.url)
    yield chromium
    assert chromium.complaints(network=False) == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (320, "light"), (1440, "light"), (1440, "dark")])
def test_a_gap_becomes_an_article(office: Office, writer: Browser, width: int, scheme: str) -> None:
    writer.be_a_phone(width, 900)
    writer.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        writer.visit("/writers/gaps")
        first = writer.one(".gaps article")
        assert "3 people" in first.text and not writer.script(_WIDER)
        first.find_element("css selector", "summary").click()
        if folder := os.environ.get("PARLEY_SHOTS"):
            writer.driver.save_screenshot(str(Path(folder) / f"gaps-{width}-{scheme}.png"))
        assert not writer.script(_WIDER)
        title = first.find_element("name", "title")
        title.clear()
        title.send_keys("Do you engrave?")
        first.find_element("css selector", "details[open] button").click()
        until(lambda: "/writers/articles/do-you-engrave/" in writer.driver.current_url, "the editor")
    finally:
        writer.tell("Emulation.setEmulatedMedia", features=[])
