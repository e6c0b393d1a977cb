"""One browser and one house for all of this folder; every test comes as a new visitor."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.staff import Role
from tests.browser.agent import AtDesk
from tests.browser.chat import Chat
from tests.browser.chromium import Browser, missing
from tests.house import House
from tests.web.office import Office, opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser. Where it is not installed tests are skipped, or fail if PARLEY_REQUIRE_BROWSER=1."""
    lacking = missing()
    if lacking and os.environ.get("PARLEY_REQUIRE_BROWSER") == "1":
        pytest.fail(lacking, pytrace=False)
    if lacking:
        pytest.skip(lacking)
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.quit()


@pytest.fixture
def browser(chromium: Browser, house: House) -> Iterator[Browser]:
    """The browser of a visitor who has never been here; no script may fail and no policy be broken in it."""
    chromium.come_anew(house.url)
    yield chromium
    assert chromium.complaints(network=False) == []


@pytest.fixture
def chat(browser: Browser) -> Chat:
    """The chat, opened on the front page."""
    browser.visit("/")
    return Chat(browser).open()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Those who work here, in a web app without a bot."""
    with opened(tmp_path, monkeypatch) as held:
        yield held


@pytest.fixture
def maria(chromium: Browser, office: Office) -> Iterator[AtDesk]:
    """Maria, at a browser in which no script may fail."""
    yield AtDesk(chromium, office, office.hires("Maria", Role.AGENT))
    assert chromium.complaints(network=False) == []
