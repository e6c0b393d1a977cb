"""The chat as a customer meets it: what stands there, what can be pressed and typed."""

from dataclasses import dataclass
from typing import Any

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.chromium import Browser, until

_READ = """
const seen = (node) => node && node.getClientRects().length > 0;
const rows = [...document.querySelector('parley-chat').shadowRoot.querySelectorAll('.row')];
return rows.map((row) => {
  const bubble = row.querySelector('[part=bubble]');
  const link = row.querySelector('[part=link]');
  const buttons = [...row.querySelectorAll('[part=choice]')];
  return {
    author: row.dataset.author,
    name: row.querySelector('[part=author]').textContent,
    text: bubble.textContent.trim(),
    lang: bubble.lang,
    direction: getComputedStyle(bubble).direction,
    state: row.dataset.state,
    link: link && [link.textContent, link.href],
    buttons: buttons.filter((one) => !one.disabled).map((one) => one.textContent),
  };
});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One bubble; `buttons` are those that can still be pressed, `link` is (words, address)."""

    author: str
    name: str
    text: str
    lang: str
    direction: str
    state: str
    link: list[str] | None
    buttons: list[str]


class Chat:
    """The widget on the page the browser shows."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def part(self, name: str) -> WebElement:
        """Return the element of that part, or of that CSS selector."""
        selector = name if name[0] in ".#[" else f"[part={name}]"
        return until(lambda: self._find(selector), f"{name} in the chat")

    def _find(self, selector: str) -> Any:
        find = "return document.querySelector('parley-chat')?.shadowRoot?.querySelector(arguments[0])"
        return self.browser.script(find, selector)

    def shows(self, name: str) -> bool:
        """Return whether that part can be seen now."""
        found = self._find(f"[part={name}]")
        return found is not None and found.is_displayed()

    def open(self) -> "Chat":
        """Press the launcher and wait for the server."""
        until(lambda: self.shows("launcher"), "the launcher")
        self.part("launcher").click()
        return self.waits_for_line()

    def waits_for_line(self) -> "Chat":
        """Return when the chat has its stream of events."""
        until(lambda: self.part("panel").get_attribute("data-state") == "online", "the chat to be online")
        return self

    def messages(self) -> list[Said]:
        """Return every bubble, from the top."""
        return [Said(**row) for row in self.browser.script(_READ)]

    def said_by(self, author: str) -> list[str]:
        """Return what `customer`, `bot` or `agent` has said."""
        return [said.text for said in self.messages() if said.author == author]

    def latest(self) -> Said:
        """Return the last bubble."""
        return self.messages()[-1]

    def write(self, text: str) -> None:
        """Type and press Enter; nobody waits for an answer."""
        self.part("input").send_keys(text, Keys.ENTER)

    def ask(self, text: str) -> Said:
        """Type, press Enter, and return the answer."""
        return self._answer_to(lambda: self.write(text))

    def press(self, title: str) -> Said:
        """Press a button of the latest message and return the answer."""
        return self._answer_to(lambda: self.button(title).click())

    def button(self, title: str) -> WebElement:
        """Return the button with these words that can be pressed."""
        shadow = self.browser.driver.find_element("css selector", "parley-chat").shadow_root
        buttons = shadow.find_elements("css selector", "button:enabled")
        return next(button for button in buttons if button.text == title)

    def _answer_to(self, act: Any) -> Said:
        before = len(self.messages())
        act()
        until(lambda: self._is_answered(before), "an answer")
        return self.latest()

    def _is_answered(self, before: int) -> bool:
        now = self.messages()
        return len(now) > before + 1 and now[-1].author != "customer" and not self.shows("typing")

    def waits_for(self, text: str) -> Said:
        """Return the bubble that holds `text` when it is there and taken by the server."""

        def found() -> Said | None:
            done = [said for said in self.messages() if text in said.text and said.state == "done"]
            return done[-1] if done else None

        return until(found, f"“{text}” in the chat")

    def waits_for_part(self, name: str) -> str:
        """Return the words of a part when it can be seen."""
        until(lambda: self.shows(name), f"{name} to be seen")
        return self.part(name).text
