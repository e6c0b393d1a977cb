"""Teams as people write them: a YAML file, checked whole, every fault told with its place."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.faults import Faults
from app.lines import Place, load
from app.weeks import read_week
from support.errors import BrokenContent
from support.handoffs import Reason
from support.hours import Hours
from support.teams import MOST_URGENT, URGENCIES, Assignment, Member, Outside, Sla, Step, Team, Then, Timer, Urgency

_KEYS = (
    *("id", "name", "languages", "channels", "labels", "skills", "members", "assignment", "capacity"),
    *("hours", "outside", "promises", "escalation", "urgency"),
)
_LISTS = ("languages", "channels", "labels", "skills")
_CAPACITY = 5


def read_teams(text: str, *, find: Callable[[str], str] = str) -> list[Team]:
    """Return the teams in a file; `find` gives the id of who is named there. Raises: BrokenContent, with all faults."""
    faults, loaded = Faults(), load(text)
    records = faults.list(Place("teams"), loaded)
    places = [_place(record, number) for number, record in enumerate(records, 1)]
    teams = [_team(faults, record, place, find) for record, place in zip(records, places, strict=True)]
    _check_names(faults, teams, places)
    if faults.found:
        raise BrokenContent(*faults.found)
    return teams


def _place(record: Any, number: int) -> Place:
    id = record.get("id") if isinstance(record, dict) else None
    return Place(f"team {id or number}", record)


def _check_names(faults: Faults, teams: list[Team], places: list[Place]) -> None:
    """Note ids that are there twice, and teams that are named and not there."""
    ids = [team.id for team in teams]
    for number, (team, place) in enumerate(zip(teams, places, strict=True)):
        if team.id in ids[:number]:
            faults.add(place.at("id"), "there are two with this id")
        for step in team.steps:
            if step.then is Then.TEAM and step.team not in ids:
                faults.add(place.at("escalation"), f"there is no team {step.team!r}")


def _team(faults: Faults, record: Any, where: Place, find: Callable[[str], str]) -> Team:
    values = faults.known(where, record, _KEYS)
    id = str(values.get("id") or "")
    if not id or len(id) > 64:
        faults.add(where.at("id"), "needs an id of at most 64 characters")
    return Team(
        id=id,
        name=str(values.get("name") or id),
        **{name: faults.words(where.at(name), values.get(name)) for name in _LISTS},
        members=tuple(_member(faults, where, each, find) for each in _listed(faults, where, values, "members")),
        assignment=faults.one_of(where.at("assignment"), Assignment, values.get("assignment"), Assignment.HAND),
        capacity=faults.number(where.at("capacity"), values.get("capacity")) or _CAPACITY,
        hours=_hours(faults, where.part("hours", values["hours"]), values["hours"]) if values.get("hours") else None,
        outside=faults.one_of(where.at("outside"), Outside, values.get("outside"), Outside.MAIL),
        sla=_sla(faults, where.part("promises", values.get("promises")), values.get("promises") or {}),
        steps=tuple(_step(faults, where, each) for each in _listed(faults, where, values, "escalation")),
        urgencies=_urgencies(faults, where, values),
    )


def _listed(faults: Faults, where: Place, values: dict[str, Any], key: str) -> list[Any]:
    return faults.list(where.at(key), values.get(key))


def _member(faults: Faults, team: Place, record: Any, find: Callable[[str], str]) -> Member:
    is_name = isinstance(record, str)
    where = team.at("members") if is_name else Place(team.name, record, None)
    values = faults.known(where, {"agent": record} if is_name else record, ("agent", "languages", "skills", "capacity"))
    try:
        agent = find(str(values.get("agent") or ""))
    except LookupError as error:
        faults.add(where, str(error.args[0]))
        agent = ""
    return Member(
        agent=agent,
        **{name: faults.words(where.at(name), values.get(name)) for name in ("languages", "skills")},
        capacity=faults.number(where.at("capacity"), values.get("capacity")),
    )


def _hours(faults: Faults, where: Place, record: Any) -> Hours | None:
    values = dict(record) if isinstance(record, dict) else {}
    name, holidays = values.pop("zone", None), faults.list(where.at("holidays"), values.pop("holidays", None))
    zone = _zone(str(name))
    if zone is None:
        faults.add(where.at("zone"), f"{name!r} is no time zone such as Europe/Stockholm")
        return None
    for day in holidays:
        if type(day) is not date:
            faults.add(where.at("holidays"), f"the holiday {day!r} is no date such as 2026-12-24")
    if not _is_week(faults, where, values):
        return None
    return Hours(zone=zone, week=read_week(values), holidays=frozenset(day for day in holidays if type(day) is date))


def _is_week(faults: Faults, where: Place, values: dict[Any, Any]) -> bool:
    """Note each line that says no times; whether there is none."""
    before = len(faults.found)
    for days, times in values.items():
        try:
            read_week({days: times})
        except ValueError as error:
            faults.add(where.at(str(days)), str(error))
    return len(faults.found) == before


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a folder, a way out of the folder, none of that name
        return None


def _sla(faults: Faults, where: Place, record: Any) -> Sla:
    names = [timer.value for timer in (Timer.FIRST_REPLY, Timer.NEXT_REPLY, Timer.RESOLUTION)]
    values = faults.known(where, record, names)
    return Sla(**{name: faults.number(where.at(name), values.get(name)) for name in names})


def _step(faults: Faults, team: Place, record: Any) -> Step:
    where = team.part("escalation", record)
    values = faults.known(where, record, ("when", "after", "then", "team"))
    timer = faults.one_of(where.at("when"), Timer, values.get("when"), Timer.UNTAKEN)
    after = faults.number(where.at("after"), values.get("after"))
    if timer is Timer.UNTAKEN and after is None:
        faults.add(where, "untaken needs `after`, in minutes")
    then = faults.one_of(where.at("then"), Then, values.get("then"), Then.TELL)
    return Step(timer=timer, then=then, after=after, team=str(values["team"]) if values.get("team") else None)


def _urgencies(faults: Faults, where: Place, values: dict[str, Any]) -> tuple[Urgency, ...]:
    if "urgency" not in values:
        return URGENCIES
    return tuple(_urgency(faults, where, each) for each in _listed(faults, where, values, "urgency"))


def _urgency(faults: Faults, team: Place, record: Any) -> Urgency:
    where = team.part("urgency", record)
    values = faults.known(where, record, ("level", "reason", "angry", "waited", "label"))
    level = faults.number(where.at("level"), values.get("level"), most=MOST_URGENT)
    reason = values.get("reason")
    return Urgency(
        level=level or 0,
        reason=faults.one_of(where.at("reason"), Reason, reason, Reason.ASKED) if reason else None,
        is_angry=bool(values.get("angry")),
        waited=faults.number(where.at("waited"), values.get("waited")),
        label=str(values["label"]) if values.get("label") else None,
    )
