"""A headless Chromium of our own, and the few things a test asks of it besides the chat."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service

PATIENCE_SECONDS = 20.0
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
    """Return the first true answer of `is_true`, asked again and again; a page may change under the question."""
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

    def __init__(self, profile: Path, home: str) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        # By path, or selenium would look on the network for a driver.
        service = Service(shutil.which("chromedriver"), log_output=os.devnull)
        self.driver = webdriver.Chrome(options=options, service=service)
        self.home = home

    def quit(self) -> None:
        """End it."""
        self.driver.quit()

    def forget(self) -> None:
        """Become a new visitor: one tab, nothing kept, the usual window."""
        first, *others = self.driver.window_handles
        for tab in others:
            self.driver.switch_to.window(tab)
            self.driver.close()
        self.driver.switch_to.window(first)
        self.online()
        self.driver.get(f"{self.home}/health")  # the same origin, where no widget writes anything back
        self.script("localStorage.clear(); sessionStorage.clear()")
        self.tell("Emulation.clearDeviceMetricsOverride")
        self.tell("Emulation.setTouchEmulationEnabled", enabled=False)
        self.driver.get_log("browser")

    def visit(self, path: str = "/") -> None:
        """Open a page of the house."""
        self.driver.get(self.home + path)

    def script(self, source: str, *arguments: Any) -> Any:
        """Run JavaScript in the page and return its answer."""
        return self.driver.execute_script(source, *arguments)

    def tell(self, command: str, **parameters: Any) -> Any:
        """Give a DevTools command."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def phone(self, width: int, height: int) -> None:
        """Be a phone: that many CSS pixels, touch, no mouse."""
        self.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True
        )
        self.tell("Emulation.setTouchEmulationEnabled", enabled=True)

    def offline(self) -> None:
        """Lose the network, as in a tunnel."""
        self.driver.set_network_conditions(offline=True, latency=0, throughput=0)

    def online(self) -> None:
        """Find the network again."""
        try:
            self.driver.delete_network_conditions()
        except WebDriverException:  # none were set
            return

    @contextmanager
    def new_tab(self) -> Iterator[None]:
        """Be in a second tab of the same browser, then back in the first."""
        before = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        yield
        self.driver.switch_to.window(before)

    def complaints(self, *, network: bool = True) -> list[str]:
        """Return the console's errors since last asked; without `network`, not those of requests that failed."""
        entries = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [entry["message"] for entry in entries if network or entry["source"] != "network"]
