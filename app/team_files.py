"""Teams as people write them: a YAML file, checked whole, every fault told with its place."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from app.faults import Faults
from app.weeks import read_week
from support.errors import BrokenContent
from support.handoffs import Reason
from support.hours import Hours
from support.teams import MOST_URGENT, URGENCIES, Assignment, Member, Outside, Sla, Step, Team, Then, Timer, Urgency

_KEYS = (
    *("id", "name", "languages", "channels", "labels", "skills", "members", "assignment", "capacity"),
    *("hours", "outside", "promises", "escalation", "urgency"),
)
_CAPACITY = 5


def read_teams(text: str, *, find: Callable[[str], str] = str) -> list[Team]:
    """Return the teams in a file; `find` gives the id of who is named there. Raises: BrokenContent, with all faults."""
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BrokenContent(f"no YAML ({' '.join(str(error).split())})") from error
    faults = Faults()
    teams = [_team(faults, record, place, find) for place, record in enumerate(faults.list("teams", loaded), 1)]
    _check_names(faults, teams)
    if faults.found:
        raise BrokenContent("; ".join(faults.found))
    return teams


def _check_names(faults: Faults, teams: list[Team]) -> None:
    """Note ids that are there twice, and teams that are named and not there."""
    ids = [team.id for team in teams]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        faults.add(f"team {id}", "there are two with this id")
    for team in teams:
        for step in team.steps:
            if step.then is Then.TEAM and step.team not in ids:
                faults.add(f"team {team.id}, escalation", f"there is no team {step.team!r}")


def _team(faults: Faults, record: Any, place: int, find: Callable[[str], str]) -> Team:
    values = faults.known(f"team {place}", record, _KEYS)
    id = str(values.get("id") or "")
    where = f"team {id or place}"
    if not id or len(id) > 64:
        faults.add(where, "needs an id of at most 64 characters")
    return Team(
        id=id,
        name=str(values.get("name") or id),
        languages=faults.words(where, values.get("languages")),
        channels=faults.words(where, values.get("channels")),
        labels=faults.words(where, values.get("labels")),
        skills=faults.words(where, values.get("skills")),
        members=tuple(_member(faults, where, each, find) for each in faults.list(where, values.get("members"))),
        assignment=faults.one_of(where, Assignment, values.get("assignment"), Assignment.HAND),
        capacity=faults.number(where, values.get("capacity")) or _CAPACITY,
        hours=_hours(faults, f"{where}, hours", values["hours"]) if values.get("hours") else None,
        outside=faults.one_of(where, Outside, values.get("outside"), Outside.MAIL),
        sla=_sla(faults, f"{where}, promises", values.get("promises") or {}),
        steps=tuple(
            _step(faults, f"{where}, escalation", each) for each in faults.list(where, values.get("escalation"))
        ),
        urgencies=_urgencies(faults, f"{where}, urgency", values),
    )


def _member(faults: Faults, where: str, record: Any, find: Callable[[str], str]) -> Member:
    record = {"agent": record} if isinstance(record, str) else record
    values = faults.known(where, record, ("agent", "languages", "skills", "capacity"))
    try:
        agent = find(str(values.get("agent") or ""))
    except LookupError as error:
        faults.add(where, str(error.args[0]))
        agent = ""
    return Member(
        agent=agent,
        languages=faults.words(where, values.get("languages")),
        skills=faults.words(where, values.get("skills")),
        capacity=faults.number(where, values.get("capacity")),
    )


def _hours(faults: Faults, where: str, record: Any) -> Hours | None:
    values = dict(record) if isinstance(record, dict) else {}
    name, holidays = values.pop("zone", None), faults.list(where, values.pop("holidays", None))
    zone = _zone(str(name))
    if zone is None:
        faults.add(where, f"{name!r} is no time zone such as Europe/Stockholm")
        return None
    try:
        week = read_week(values)
    except ValueError as error:
        faults.add(where, str(error))
        return None
    for day in holidays:
        if type(day) is not date:
            faults.add(where, f"the holiday {day!r} is no date such as 2026-12-24")
    return Hours(zone=zone, week=week, holidays=frozenset(day for day in holidays if type(day) is date))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a folder, a way out of the folder, none of that name
        return None


def _sla(faults: Faults, where: str, record: Any) -> Sla:
    names = [timer.value for timer in (Timer.FIRST_REPLY, Timer.NEXT_REPLY, Timer.RESOLUTION)]
    values = faults.known(where, record, names)
    return Sla(**{name: faults.number(where, values.get(name)) for name in names})


def _step(faults: Faults, where: str, record: Any) -> Step:
    values = faults.known(where, record, ("when", "after", "then", "team"))
    timer = faults.one_of(where, Timer, values.get("when"), Timer.UNTAKEN)
    after = faults.number(where, values.get("after"))
    if timer is Timer.UNTAKEN and after is None:
        faults.add(where, "untaken needs `after`, in minutes")
    team = str(values["team"]) if values.get("team") else None
    return Step(timer=timer, then=faults.one_of(where, Then, values.get("then"), Then.TELL), after=after, team=team)


def _urgencies(faults: Faults, where: str, values: dict[str, Any]) -> tuple[Urgency, ...]:
    if "urgency" not in values:
        return URGENCIES
    return tuple(_urgency(faults, where, each) for each in faults.list(where, values["urgency"]))


def _urgency(faults: Faults, where: str, record: Any) -> Urgency:
    values = faults.known(where, record, ("level", "reason", "angry", "waited", "label"))
    level = faults.number(where, values.get("level"), most=MOST_URGENT)
    reason = faults.one_of(where, Reason, values["reason"], Reason.ASKED) if values.get("reason") else None
    return Urgency(
        level=level or 0,
        reason=reason,
        is_angry=bool(values.get("angry")),
        waited=faults.number(where, values.get("waited")),
        label=str(values["label"]) if values.get("label") else None,
    )
