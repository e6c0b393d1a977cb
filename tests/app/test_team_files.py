"""Teams as people write them, and what they are told when something is wrong."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from app.settings import ROOT
from app.team_files import read_teams
from app.team_texts import written
from support.errors import BrokenContent
from support.handoffs import Reason
from support.hours import Hours
from support.teams import (
    SUPPORT,
    URGENCIES,
    Assignment,
    Member,
    Outside,
    Sla,
    Step,
    Team,
    Then,
    Timer,
    Urgency,
)

NORDIC = """
- id: nordic
  name: Norden
  languages: [sv, da]
  skills: [payments]
  members: [maria, {agent: per, languages: [da], skills: [bank], capacity: 2}]
  assignment: free
  hours:
    zone: Europe/Stockholm
    mon-thu: 09:00-12:00, 13:00-17:00
    fri: ["9:00-15:00"]
    sat-sun: 22:00-06:00
    holidays: [2026-12-24]
  outside: bot
  promises: {first_reply: 10}
  escalation:
  - {when: untaken, after: 5, then: tell}
  - {when: first_reply, then: team, team: support}
  urgency:
  - {level: 3, reason: trouble, waited: 10}
- id: support
"""


def test_a_file_says_who_when_and_what_otherwise() -> None:
    nordic, support = read_teams(NORDIC)
    day, night = ((540, 720), (780, 1020)), ((1320, 360),)

    assert nordic == Team(
        id="nordic",
        name="Norden",
        languages=("sv", "da"),
        skills=("payments",),
        members=(Member(agent="maria"), Member(agent="per", languages=("da",), skills=("bank",), capacity=2)),
        assignment=Assignment.FREE,
        hours=Hours(
            zone=ZoneInfo("Europe/Stockholm"),
            week=(day, day, day, day, ((540, 900),), night, night),
            holidays=frozenset({date(2026, 12, 24)}),
        ),
        outside=Outside.BOT,
        sla=Sla(first_reply=10),
        steps=(
            Step(timer=Timer.UNTAKEN, after=5, then=Then.TELL),
            Step(timer=Timer.FIRST_REPLY, then=Then.TEAM, team="support"),
        ),
        urgencies=(Urgency(level=3, reason=Reason.TROUBLE, waited=10),),
    )
    assert support == Team(id="support", name="support", urgencies=URGENCIES)


def test_what_is_written_is_read_again() -> None:
    teams = [*read_teams(NORDIC), SUPPORT, Team(id="calm", name="Calm", urgencies=())]
    teams.pop(1)

    assert read_teams(written(teams)) == teams
    assert read_teams("") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {", "no YAML"),
        ("id: x", "is no list"),
        ("- {name: x}", "team 1: needs an id"),
        ("- {id: x, hours: {zone: Stockholm}}", "'Stockholm' is no time zone such as Europe/Stockholm"),
        ("- {id: x, hours: {zone: ../../etc/passwd}}", "is no time zone"),
        ("- {id: x, hours: {zone: UTC, mon: '9-17'}}", "'9-17' is no time such as 09:00-17:00"),
        ("- {id: x, hours: {zone: UTC, mon: '09:00-25:00'}}", "'09:00-25:00' is no time"),
        ("- {id: x, hours: {zone: UTC, day: '09:00-17:00'}}", "'day' is no day such as mon"),
        ("- {id: x, hours: {zone: UTC, holidays: [soon]}}", "'soon' is no date such as 2026-12-24"),
        ("- {id: x, capacity: -1}", "-1 is no whole number"),
        ("- {id: x, assignment: magic}", "'magic' is none of hand, free"),
        ("- {id: x, talents: [a]}", "knows no 'talents'; there are id, name"),
        ("- {id: x}\n- {id: x}", "team x: there are two with this id"),
        ("- {id: x, escalation: [{when: untaken, then: tell}]}", "untaken needs `after`"),
        ("- {id: x, escalation: [{when: first_reply, then: team, team: y}]}", "there is no team 'y'"),
        ("- {id: x, urgency: [{level: 9}]}", "9 is no whole number from 0 to 3"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(BrokenContent) as raised:
        read_teams(text)
    assert fault in str(raised.value)


def test_each_fault_is_told_with_its_line() -> None:
    text = """- id: nordic
  capacity: many
  hours:
    zone: UTC
    mon: 9-17
    tue: 09:00-17:00
    day: 09:00-17:00
  members:
  - {agent: per,
     capacity: -1}
  promises:
    first_reply: soon
  escalation:
  - {when: untaken, then: tell}
  - {when: first_reply,
     then: sing}
- id: nordic
  talents: [a]
"""
    with pytest.raises(BrokenContent) as raised:
        read_teams(text)
    lines = [int(fault.removeprefix("line ").partition(":")[0]) for fault in raised.value.faults]
    assert sorted(lines) == [2, 5, 7, 10, 12, 14, 16, 17, 18]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- id: x\n  name: [", 2),
        ("- id: x\n\tname: y", 2),
        ("- id: 'x", 1),
        ("- {id: x,\n   holidays: [2026-13-01]}", 2),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BrokenContent, match=rf"line {line}: no YAML"):
        read_teams(text)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BrokenContent, match=r"none of hand, free; .*no whole number"):
        read_teams("- {id: x, capacity: many, assignment: magic}")


def test_the_books_example_can_be_loaded() -> None:
    book = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")
    nordic, support = read_teams(book.partition("```yaml\n")[2].partition("```")[0])

    assert (nordic.id, len(nordic.steps), nordic.urgencies) == ("nordic", 5, URGENCIES)
    assert support.name == "Support"
