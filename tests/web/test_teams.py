"""The admins' page of teams: how they stand, and what an admin may change, alone or beside another."""

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from desk import presence
from support.events import TeamsChanged
from support.hours import Hours
from support.staff import Role
from support.teams import Member, Sla, Team
from tests.web.inbox import ANNA, Agent, bot_calls, customer_says
from tests.web.office import Desk, Office
from web.routing import Router
from web.staff.weeks import week

_BASIS = re.compile(r'name="basis" value="([0-9a-f]{64})"')
_TEXT = re.compile(r'name="text"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


class Boss:
    """An admin at the page of teams."""

    def __init__(self, office: Office, name: str = "Ada") -> None:
        self.desk: Desk = office.desk_of(office.hires(name, Role.ADMIN))
        self.looks()

    def looks(self, answer: httpx.Response | None = None) -> str:
        """Look at the page, or at an answer, and go on from there."""
        shown = (self.desk.get("/admin/teams") if answer is None else answer).text
        basis, text = _BASIS.search(shown), _TEXT.search(shown)
        assert basis and text
        self.basis, self.text = basis[1], html.unescape(text[1])
        return shown

    def saves(self, text: str, **more: str) -> httpx.Response:
        return self.desk.sends("/admin/teams", text=text, basis=self.basis, **more)


@pytest.fixture
def ada(office: Office) -> Boss:
    return Boss(office)


def has(office: Office, *teams: Team) -> None:
    with office.books.writing() as uow:
        uow.teams.replace_all(teams)
        uow.record(TeamsChanged(names=tuple(team.name for team in teams)))
        uow.commit()


def names(office: Office) -> list[str]:
    with office.books.reading() as uow:
        return [team.name for team in uow.teams.all()]


def words_of(shown: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def watched(office: Office) -> None:
    """Have the router see what happened, whichever of the two does."""
    Router(office.books, None).work(datetime.now(UTC))


def test_how_teams_stand_is_seen(office: Office, ada: Boss) -> None:
    maria = Agent(office, "Maria")
    never = Hours(zone=ZoneInfo("Asia/Tehran"), week=((),) * 7)
    own = Member(agent=maria.account.id, languages=("sv",), skills=("bank",), capacity=3)
    has(
        office,
        Team(id="nordic", name="<b>Norden</b>", members=(own,)),
        Team(
            id="night", name="Nacht", channels=("telegram",), skills=("payments",), sla=Sla(first_reply=7), hours=never
        ),
    )
    bot_calls(office.books, customer_says(office.books, "hej"))
    with office.books.writing() as uow:
        presence.beat(uow, maria.account.id, now=datetime.now(UTC), is_busy=True)
        uow.commit()
    watched(office)

    shown = ada.looks()
    told = words_of(shown)
    assert "<b>Norden</b>" not in shown and "&lt;b&gt;Norden" in shown
    assert "● open now 1 waiting · the longest for 0 min" in told
    assert "Maria busy sv knows about bank 0 of 3" in told
    assert "○ never open Nobody is waiting." in told and "Asia/Tehran, where it is" in told
    assert "Knows about payments" in told
    assert "Channels telegram" in told and "First reply 7 min" in told
    maria.does("take")
    watched(office)
    assert "Maria busy sv knows about bank 1 of 3" in words_of(ada.looks())


def test_a_change_counts_at_once_and_is_noted(office: Office, ada: Boss) -> None:
    maria = Agent(office, "Maria")
    assert ada.text.startswith("- id: support")

    text = "- id: support\r\n  name: Hjälpen\r\n  members: [maria@shop.example]\r\n  promises: {first_reply: 5}"
    saved = ada.saves(text)
    assert (saved.status_code, saved.headers["Location"]) == (303, "/admin/teams?done=saved")
    bot_calls(office.books, customer_says(office.books, "hej"))
    assert [clock["timer"] for clock in maria.opens(ANNA)["conversation"]["clocks"]] == ["first_reply"]
    with office.books.reading() as uow:
        (team,) = uow.teams.all()
        (deed,) = uow.audit.latest(1)
    assert team.members == (Member(agent=maria.account.id),)
    assert (deed.kind, deed.details) == ("teams_changed", {"before": "Support", "after": "Hjälpen"})
    assert "Ada set up the teams before: Support · now: Hjälpen" in words_of(ada.desk.get("/admin/audit").text)
    assert "maria@shop.example" in ada.looks()


def test_what_is_wrong_is_told_with_its_line_and_nothing_changes(office: Office, ada: Boss) -> None:
    wrong = "- id: support\n  name: '</textarea><script>'\n  capacity: many\n  members: [nobody@shop.example]\n"

    answer = ada.saves(wrong)
    told = words_of(answer.text)
    assert answer.status_code == 422
    assert "line 3: team support: 'many' is no whole number from 0 to 525600 capacity: many" in told
    assert "line 4: team support: nobody here has the address 'nobody@shop.example'" in told
    assert "<script>" not in answer.text
    ada.looks(answer)
    assert ada.text == wrong
    assert names(office) == ["Support"] and "teams_changed" not in office.deeds()
    assert ada.saves(wrong.replace("many", "2").replace("nobody@shop.example", "")).status_code == 303


def test_a_check_saves_nothing(office: Office, ada: Boss) -> None:
    answer = ada.saves("- {id: x, name: Andere}", check="yes")

    assert (answer.status_code, names(office)) == (200, ["Support"])
    assert "There is nothing wrong with it. It is not saved yet." in answer.text
    assert "line 1: no YAML" in ada.saves("- {", check="yes").text
    ada.looks(answer)
    assert ada.text == "- {id: x, name: Andere}"


def test_two_who_change_them_at_once_lose_nothing(office: Office, ada: Boss) -> None:
    bob = Boss(office, "Bob")
    assert ada.saves("- {id: support, name: Adas}").status_code == 303

    answer = bob.saves("- {id: support, name: Bobs}")
    assert answer.status_code == 409
    assert "The teams were changed while you wrote." in answer.text
    assert "Bobs" in answer.text and "Adas" in answer.text and names(office) == ["Adas"]
    bob.looks(answer)
    assert bob.text == "- {id: support, name: Bobs}"
    assert bob.saves(bob.text).status_code == 303  # now they know
    assert names(office) == ["Bobs"]


def test_what_was_changed_by_hand_meanwhile_is_not_overwritten(office: Office, ada: Boss) -> None:
    has(office, Team(id="support", name="By hand"))

    assert ada.saves("- {id: support, name: Adas}").status_code == 409
    assert names(office) == ["By hand"]
    assert ada.saves("x" * 200_001).status_code == 413


def test_a_week_shows_nights_on_both_days_and_now_where_the_team_is() -> None:
    spans = (((540, 720), (780, 1020)), ((1320, 120),), (), (), (), (), ((1200, 0),))
    days = week(Hours(zone=ZoneInfo("Asia/Kolkata"), week=spans), datetime(2026, 11, 23, 20, tzinfo=UTC))

    assert [day.open for day in days[:3]] == [((540, 180), (780, 240)), ((1320, 120),), ((0, 120),)]
    assert days[6].open == ((1200, 240),)
    assert [day.now for day in days[:3]] == [None, 90, None]  # half past one on Tuesday in India
    assert (days[0].told, days[3].told) == ("09:00\u201312:00, 13:00\u201317:00", "")
