"""The pages of those who work here, in a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.staff import Role
from tests.browser.chromium import Browser, until
from tests.web.office import PASSWORD, Office

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_TOO_SMALL = """
return [...document.querySelectorAll('button, input:not([type=hidden]), nav a')]
  .filter((node) => node.getClientRects().length && (node.offsetWidth < 18 || node.offsetHeight < 18))
  .map((node) => node.outerHTML);
"""
_PAGES = ("/account", "/admin/people", "/admin/audit")


@pytest.fixture
def visitor(chromium: Browser, office: Office) -> Iterator[Browser]:
    chromium.come_anew(office.url)
    yield chromium
    assert chromium.complaints(network=False) == []


def signs_in(browser: Browser, email: str) -> None:
    browser.visit("/admin/people")
    for name, text in (("email", email), ("password", PASSWORD)):
        browser.one(f"[name={name}]").send_keys(text)
    browser.one("main button").click()


def shown(browser: Browser, name: str) -> None:
    """Keep what is seen, where somebody wants to look."""
    if folder := os.environ.get("PARLEY_SHOTS"):
        browser.driver.save_screenshot(str(Path(folder) / f"{name}.png"))


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_without_scripts(office: Office, visitor: Browser, width: int, scheme: str) -> None:
    office.hires("Anna", Role.ADMIN)
    office.hires("پروانه-با-نامی-بسیار-بلند-که-به-هیچ-جا-نمی‌رسد", Role.AGENT, Role.TRAINER)
    visitor.be_a_phone(width, 900)
    visitor.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    visitor.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        visitor.visit("/sign-in?next=/admin/people")
        shown(visitor, f"sign-in-{width}-{scheme}")
        signs_in(visitor, "anna@shop.example")
        visitor.is_at("/admin/people")
        for path in (*_PAGES, _person(visitor)):
            visitor.visit(path)
            shown(visitor, f"{path.split('/')[2 if path.count('/') > 1 else 1][:8]}-{path.count('/')}-{width}-{scheme}")
            assert visitor.driver.find_elements("css selector", "h1")
            assert not visitor.script(_WIDER) and visitor.script(_TOO_SMALL) == []
    finally:
        visitor.tell("Emulation.setScriptExecutionDisabled", value=False)
        visitor.tell("Emulation.setEmulatedMedia", features=[])


def _person(browser: Browser) -> str:
    browser.visit("/admin/people")
    link = browser.one(".rows a")
    return str(link.get_attribute("href")).removeprefix(browser.home)


def test_a_wrong_password_is_said_beside_the_form_and_the_way_is_kept(office: Office, visitor: Browser) -> None:
    office.hires("Anna", Role.ADMIN)
    visitor.visit("/admin/audit")
    form = {"email": "anna@shop.example", "password": "wrong password"}
    for name, text in form.items():
        visitor.one(f"[name={name}]").send_keys(text)
    visitor.one("main button").click()
    assert "is wrong" in visitor.one("[role=alert]").text
    shown(visitor, "wrong")

    visitor.one("[name=password]").send_keys(PASSWORD)
    visitor.one("main button").click()

    visitor.is_at("/admin/audit")
    assert visitor.script("return document.cookie") == ""
    visitor.one(".self button").click()
    until(lambda: visitor.driver.current_url.endswith("/sign-in"), "the way out")
