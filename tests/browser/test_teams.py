"""The admins' page of teams in a real browser."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk import presence
from support.hours import Hours
from support.messages import conversation
from support.staff import Role
from support.teams import SUPPORT, Assignment, Member, Sla, Step, Team, Then, Timer
from tests.browser.agent import AtDesk
from tests.browser.chromium import Browser, until
from tests.web.inbox import Agent, bot_calls, customer_says
from tests.web.office import Office
from web.routing import Router

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_DAYS = ((540, 720), (780, 1020))
_TEXT = "return document.querySelector('main').textContent"


@pytest.fixture
def ada(chromium: Browser, office: Office) -> Iterator[AtDesk]:
    """Ada, an admin."""
    yield AtDesk(chromium, office, office.hires("Ada", Role.ADMIN))
    assert chromium.complaints(network=False) == []


def has_teams(office: Office) -> None:
    people = [Agent(office, name).account.id for name in ("Maria", "Per")]
    members = (Member(agent=people[0], languages=("sv", "da"), capacity=3), Member(agent=people[1]))
    holiday = date.today() + timedelta(days=9)  # noqa: DTZ011 - any day to come
    nordic = Team(
        id="nordic",
        name="پشتیبانی · உதவி · Norden",
        languages=("sv", "fa", "ta"),
        channels=("webchat", "whatsapp"),
        members=members,
        assignment=Assignment.FREE,
        hours=Hours(
            zone=ZoneInfo("Europe/Stockholm"),
            week=(*((_DAYS,) * 4), ((540, 900),), ((1320, 120),), ()),
            holidays=frozenset({holiday}),
        ),
        sla=Sla(first_reply=10, next_reply=30, resolution=1440),
        steps=(*SUPPORT.steps, Step(timer=Timer.FIRST_REPLY, then=Then.TEAM, team="support")),
    )
    with office.books.writing() as uow:
        uow.teams.replace_all([nordic, SUPPORT])
        presence.beat(uow, people[0], now=datetime.now(UTC))
        uow.commit()
    for number in range(3):
        bot_calls(office.books, customer_says(office.books, "hej", conversation("webchat", f"c{number}")))
    Router(office.books, None).work(datetime.now(UTC))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_fits_whatever_it_is_looked_at_on(office: Office, ada: AtDesk, width: int, scheme: str) -> None:
    has_teams(office)
    ada.browser.be_a_phone(width, 2600 if width < 500 else 2000)
    ada.browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        ada.browser.visit("/admin/teams")
        assert "3 waiting" in str(ada.browser.script(_TEXT))
        ada.shown(f"teams-{width}-{scheme}")
        assert not ada.browser.script(_WIDER)
        bars = "return document.querySelectorAll('.week .open').length"
        assert ada.browser.script(bars) == 2 * 4 + 1 + 1 + 1  # the night from Saturday ends on Sunday
    finally:
        ada.browser.tell("Emulation.setEmulatedMedia", features=[])


def test_a_fault_is_mended_on_the_page_and_saved(office: Office, ada: AtDesk) -> None:
    ada.browser.visit("/admin/teams")
    write = "document.querySelector('[name=text]').value = arguments[0]; document.querySelector('.form button').click()"
    ada.browser.script(write, "- id: support\n  name: Hjälpen\n  capacity: many\n")
    until(lambda: ada.browser.script("return document.querySelector('.faults')"), "the fault")
    told = str(ada.browser.script("return document.querySelector('.faults').textContent"))
    assert "line 3" in told and "capacity: many" in told
    ada.shown("teams-fault")

    ada.browser.script(write, "- id: support\n  name: Hjälpen\n  capacity: 4\n")
    until(lambda: "Saved." in str(ada.browser.script(_TEXT)), "that it is saved")
    with office.books.reading() as uow:
        assert [(team.name, team.capacity) for team in uow.teams.all()] == [("Hjälpen", 4)]
