"""Draws the picture of the desk that README shows: `python -m tests.browser.picture`.

A handed-over conversation in Spanish, in a browser window 1440 wide, as `docs/pictures/desk.png`.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from support.staff import Role
from tests.browser import guests
from tests.browser.agent import AtDesk
from tests.browser.chromium import Browser, missing, until
from tests.web.inbox import Agent
from tests.web.office import Office, opened

TARGET = Path(__file__).parents[2] / "docs" / "pictures" / "desk.png"
WIDTH, HEIGHT = 1440, 900

_WHATSAPP = {
    "PARLEY_WHATSAPP_TOKEN": "none-is-needed",
    "PARLEY_WHATSAPP_PHONE_NUMBER_ID": "1055",
    "PARLEY_WHATSAPP_APP_SECRET": "none-is-needed",
    "PARLEY_WHATSAPP_VERIFY_TOKEN": "none-is-needed",
}
"""So that the desk says how long WhatsApp takes words; nothing is asked of it."""

_COLOURS = 128
"""More than the page has, letters' soft edges aside; the file has half the size for it."""


def draw(browser: Browser, office: Office) -> bytes:
    """Return a picture of the desk on a busy day, as PNG."""
    guests.all_wait(office.books)
    account = office.hires("Maria", Role.ADMIN)
    maria, per = AtDesk(browser, office, account), Agent(office, "Per")
    guests.LUCIA.hears(office.books, account, "Hola, Lucía, soy Maria. Lo miro ahora mismo.", after=5)
    guests.LUCIA.asks(office.books, "¡Gracias, Maria! Si hace falta, os mando el justificante.", datetime.now(UTC))
    per.notes("The parcel came back on the 9th; the bank still holds the refund.", guests.LUCIA.id)
    per.does("labels", guests.LUCIA.id, labels=["refund", "vip"])
    per.does("take", guests.KARIN.id)
    browser.tell("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
    browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
    maria.comes("/desk?view=all").opens(guests.LUCIA.name)
    maria.sees("the bank still holds the refund")
    until(lambda: "WhatsApp takes" in maria._text(".told"), "how long WhatsApp takes words")
    return browser.driver.get_screenshot_as_png()


def drawn() -> bytes:
    """Return the picture, drawn in an office and a browser of its own."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        browser = Browser(Path(folder) / "profile")
        try:
            with opened(Path(folder), patch, **_WHATSAPP) as office:
                return draw(browser, office)
        finally:
            browser.quit()


def main() -> None:
    """Draw it and keep it."""
    if need := missing():
        sys.exit(need)
    with Image.open(BytesIO(drawn())) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
