"""The chat as a customer meets it: what stands there, what can be typed and pressed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.chromium import Browser, until

_FIND = "return document.querySelector('parley-chat')?.shadowRoot?.querySelector(`[part~=${arguments[0]}]`)"
_FOCUSED = "return document.querySelector('parley-chat').shadowRoot.activeElement"
_READ = """
const middle = (node) => node.getBoundingClientRect().left + node.offsetWidth / 2;
const rows = [...document.querySelector('parley-chat').shadowRoot.querySelectorAll('.row')];
return rows.map((row) => {
  const bubble = row.querySelector('[part=bubble]');
  const link = row.querySelector('[part=link]');
  const buttons = [...row.querySelectorAll('[part=choice]:enabled')];
  return {
    author: row.dataset.author,
    name: row.querySelector('[part=author]').textContent,
    text: bubble.textContent.trim(),
    language: bubble.lang,
    direction: getComputedStyle(bubble).direction,
    side: middle(bubble) < middle(row) ? 'left' : 'right',
    state: row.dataset.state,
    link: link && link.textContent,
    buttons: buttons.map((one) => one.textContent),
  };
});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One bubble. `side` is left or right, `state` sending, unsent, refused or done, `buttons` can still be pressed."""

    author: str
    name: str
    text: str
    language: str
    direction: str
    side: str
    state: str
    link: str | None
    buttons: list[str]


class Chat:
    """The widget on the page that the browser shows."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def open(self) -> "Chat":
        """Press the launcher and wait for the line to the server."""
        self.sees("launcher")
        self.part("launcher").click()
        return self.gets_through()

    def gets_through(self) -> "Chat":
        """Return when the chat has its stream of events."""
        until(lambda: self.part("panel").get_attribute("data-state") == "online", "the chat to be online")
        return self

    # What stands there.

    def part(self, name: str) -> WebElement:
        """Return the element of that part."""
        return until(lambda: self.browser.script(_FIND, name), f"{name} in the chat")

    def shows(self, name: str) -> bool:
        """Return whether that part can be seen now."""
        found = self.browser.script(_FIND, name)
        return found is not None and found.is_displayed()

    def sees(self, name: str) -> str:
        """Return the words of a part as soon as it can be seen."""
        until(lambda: self.shows(name), f"{name} to be seen")
        return self.part(name).text

    def misses(self, name: str) -> None:
        """Return as soon as a part can no longer be seen."""
        until(lambda: not self.shows(name), f"{name} to go away")

    def messages(self) -> list[Said]:
        """Return every bubble, from the top."""
        return [Said(**row) for row in self.browser.script(_READ)]

    def talk(self) -> list[tuple[str, str]]:
        """Return who said what, from the top."""
        return [(said.author, said.text) for said in self.messages()]

    def latest(self) -> Said:
        """Return the last bubble."""
        return self.messages()[-1]

    def hears(self, text: str) -> Said:
        """Return the bubble that holds `text` as soon as the server has it too."""

        def found() -> Said | None:
            return next((said for said in self.messages() if text in said.text and said.state == "done"), None)

        return until(found, f"“{text}” in the chat")

    def direction(self) -> str:
        """Return the direction of the panel itself: ltr or rtl."""
        return self.part("panel").value_of_css_property("direction")

    # What a customer does.

    def write(self, text: str) -> None:
        """Type and press Enter; wait for nothing."""
        self.part("input").send_keys(text, Keys.ENTER)

    def ask(self, text: str) -> Said:
        """Type, press Enter and return the answer."""
        return self._answer_to(lambda: self.write(text))

    def press(self, title: str) -> Said:
        """Press a button by its words and return the answer."""
        return self._answer_to(self.button(title).click)

    def button(self, title: str) -> WebElement:
        """Return the button with these words."""
        shadow = self.browser.driver.find_element("css selector", "parley-chat").shadow_root
        buttons = shadow.find_elements("css selector", "button:enabled")
        return next(button for button in buttons if button.text == title)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        ActionChains(self.browser.driver, duration=0).send_keys(*keys).perform()

    def shift(self, key: str) -> None:
        """Press a key while Shift is down."""
        chain = ActionChains(self.browser.driver, duration=0)
        chain.key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def focused(self) -> str:
        """Return the words, or the label, of what has the focus in the chat; empty when nothing has."""
        node: Any = self.browser.script(_FOCUSED)
        return (node.text or node.get_attribute("aria-label")) if node else ""

    def _answer_to(self, act: Callable[[], Any]) -> Said:
        before = len(self.messages())
        act()
        until(lambda: self._is_answered(before), "an answer")
        return self.latest()

    def _is_answered(self, before: int) -> bool:
        now = self.messages()
        return len(now) > before + 1 and now[-1].author != "customer" and not self.shows("typing")
