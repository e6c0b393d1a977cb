"""An agent at the desk's page, in a browser of their own."""

import os
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from support.staff import Account
from tests.browser.chromium import Browser, until
from tests.web.office import Office
from web.guard import COOKIE


class AtDesk:
    """What somebody does on the page, and what they see there."""

    def __init__(self, browser: Browser, office: Office, account: Account) -> None:
        self.browser = browser
        browser.come_anew(office.url)
        self.becomes(office, account)

    def becomes(self, office: Office, account: Account) -> None:
        """Sign somebody in, at this browser with all that it keeps."""
        self.account = account
        self.browser.visit("/health")  # a cookie is for the page one is on
        self.browser.driver.add_cookie({"name": COOKIE, "value": office.desk_of(account).session(), "path": "/"})

    def comes(self, address: str = "/desk?view=unassigned") -> "AtDesk":
        """Open the desk, and wait for what is on it."""
        self.browser.visit(address)
        until(lambda: self.browser.script("return document.querySelector('.views a')"), "the desk")
        until(lambda: self.browser.script(_IS_STILL), "the list")
        return self

    def rows(self) -> list[str]:
        """Return who is in the list, from the top."""
        return list(self.browser.script("return [...document.querySelectorAll('.item .who')].map(n => n.textContent)"))

    def tags(self, name: str) -> list[str]:
        """Return what stands below a row of the list."""
        return list(self.browser.script(_TAGS, name))

    def sees_rows(self, *names: str) -> None:
        until(lambda: self.rows() == list(names), f"{names} in the list, not {self.rows()}")

    def opens(self, name: str) -> "AtDesk":
        """Press a row."""
        until(lambda: name in self.rows(), f"{name} in the list")
        self.browser.script(_PRESS_ROW, name)
        until(lambda: self.title() == name, f"{name} opened")
        return self

    def title(self) -> str:
        return self._text(".titles h2")

    def holder(self) -> str:
        return self._text(".holder")

    def said(self) -> list[str]:
        """Return the transcript, oldest first."""
        return list(self.browser.script(_SAID))

    def sees(self, text: str) -> None:
        until(lambda: any(text in said for said in self.said()), f"{text!r} in the transcript")

    def presses(self, does: str) -> None:
        """Press one of the buttons over the conversation, by what it does."""
        until(lambda: self.browser.script(_PRESS, f"[data-does={does}]"), f"the button {does}")

    def chooses(self, name: str) -> None:
        """Press a choice in the dialog."""
        until(lambda: self.browser.script(_CHOOSE, name), f"the choice {name}")

    def writes(self, text: str, *, is_sent: bool = True) -> None:
        """Type into the composer, and send it by Enter."""
        field = self.browser.one(".composer textarea")
        field.send_keys(text + (Keys.ENTER if is_sent else ""))

    def keys(self, *keys: str) -> None:
        """Press keys together, wherever one is."""
        chain = ActionChains(self.browser.driver)
        for key in keys[:-1]:
            chain.key_down(key)
        chain.send_keys(keys[-1])
        for key in keys[:-1]:
            chain.key_up(key)
        chain.perform()

    def composed(self) -> str:
        """Return what stands in the composer."""
        return str(self.browser.script("return document.querySelector('.composer textarea').value"))

    def told(self) -> str:
        """Return what the page says has gone wrong."""
        return self._text(".toast:not([hidden])")

    def shown(self, name: str) -> None:
        """Keep what is seen, where somebody wants to look."""
        if folder := os.environ.get("PARLEY_SHOTS"):
            self.browser.driver.save_screenshot(str(Path(folder) / f"{name}.png"))

    def _text(self, selector: str) -> str:
        found: Any = self.browser.script("return document.querySelector(arguments[0])?.textContent", selector)
        return str(found or "")


_TAGS = """
const row = [...document.querySelectorAll('.item')].find(n => n.querySelector('.who').textContent === arguments[0]);
return [...(row?.querySelectorAll('.tag') ?? [])].map(n => n.textContent);
"""
_IS_STILL = "return document.querySelector('.list .words').textContent !== 'Loading'"
_PRESS_ROW = """
[...document.querySelectorAll('.item')].find(n => n.querySelector('.who').textContent === arguments[0])
  .querySelector('a').click();
"""
_PRESS = "const found = document.querySelector(arguments[0]); found?.click(); return Boolean(found)"
_CHOOSE = """
const found = [...document.querySelectorAll('dialog button')]
  .find(n => (n.querySelector('bdi') ?? n).textContent === arguments[0]);
found?.click();
return Boolean(found);
"""
_SAID = (
    "return [...document.querySelectorAll('.entries .entry')].map(n => n.querySelector('.text, .changed').textContent)"
)
