"""A headless Chromium of our own, and what a test asks of it besides the chat."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.03

_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # in containers tests run as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--lang=en-GB",
    "--window-size=1280,860",
)


def missing() -> str | None:
    """Return what to do before browser tests can run; None when nothing is missing."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return None
    return "browser tests need Chromium: apt-get install chromium chromium-driver"


def until(is_true: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Return the first true answer of `is_true`, asked again and again; the page may change under the question."""
    end = time.monotonic() + seconds
    seen: Any = None
    while time.monotonic() < end:
        try:
            if seen := is_true():
                return seen
        except (JavascriptException, StaleElementReferenceException) as error:
            seen = error
        time.sleep(_LOOK_SECONDS)
    raise AssertionError(f"waited {seconds:.0f} s for {what}; last seen: {seen!r}")


class Browser:
    """One Chromium with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        # By path, or selenium would look on the network for a driver.
        service = Service(shutil.which("chromedriver"), log_output=os.devnull)
        self.driver = webdriver.Chrome(options=options, service=service)
        self.home = ""

    def quit(self) -> None:
        """End it."""
        self.driver.quit()

    def come_anew(self, home: str) -> None:
        """Become a new visitor of the house at `home`: one tab, nothing kept, the usual window."""
        self.home = home
        self.online()
        before = self.driver.window_handles
        self.driver.switch_to.new_window("tab")  # screen size and sessionStorage are a tab's own
        fresh = self.driver.current_window_handle
        for tab in before:
            self.driver.switch_to.window(tab)
            self.driver.close()
        self.driver.switch_to.window(fresh)
        self.tell("Storage.clearDataForOrigin", origin=home, storageTypes="all")
        self.complaints()

    def visit(self, path: str) -> None:
        """Open a page of the house."""
        self.driver.get(self.home + path)

    def reload(self) -> None:
        """Load the page anew."""
        self.driver.refresh()

    def one(self, selector: str) -> WebElement:
        """Return the element a CSS selector names, as soon as the page has it."""
        return cast("WebElement", until(lambda: self._first(selector), selector))

    def is_at(self, path: str) -> None:
        """Wait until a page of the house is there."""
        there = "return document.readyState === 'complete' && location.href === arguments[0]"
        until(lambda: self.script(there, self.home + path), f"the page {path}")

    def _first(self, selector: str) -> WebElement | None:
        return next(iter(self.driver.find_elements("css selector", selector)), None)

    def script(self, source: str, *arguments: Any) -> Any:
        """Run JavaScript in the page and return its answer."""
        return self.driver.execute_script(source, *arguments)  # type: ignore[no-untyped-call]

    def tell(self, command: str, **parameters: Any) -> Any:
        """Give a DevTools command."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def be_a_phone(self, width: int, height: int) -> None:
        """Have that many CSS pixels and a touch screen."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        self.tell("Emulation.setTouchEmulationEnabled", enabled=True)

    def offline(self) -> None:
        """Lose the network, as in a tunnel."""
        self.driver.set_network_conditions(offline=True, latency=0, throughput=0)

    def online(self) -> None:
        """Find the network again."""
        with suppress(WebDriverException):  # it was never lost
            self.driver.delete_network_conditions()

    @contextmanager
    def tab(self, path: str | None = None) -> Iterator[None]:
        """Be in a second tab, at `path` or where a link has just opened one; afterwards in the first again."""
        first = self.driver.current_window_handle
        if path is None:
            self.driver.switch_to.window(until(lambda: self._other(first), "a second tab"))
        else:
            self.driver.switch_to.new_window("tab")
            self.visit(path)
        yield
        self.driver.switch_to.window(first)

    def _other(self, tab: str) -> str | None:
        return next((one for one in self.driver.window_handles if one != tab), None)

    def complaints(self, *, network: bool = True) -> list[str]:
        """Return the console's errors since last asked; without `network`, not those of requests that failed."""
        entries = [entry for entry in self._log() if entry["level"] == "SEVERE"]
        return [entry["message"] for entry in entries if network or entry["source"] != "network"]

    def _log(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self.driver.get_log("browser"))  # type: ignore[no-untyped-call]
