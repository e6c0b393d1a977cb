"""Teams as the file that people change; see app.team_files."""

from collections.abc import Callable, Iterable
from typing import Any

import yaml

from app.weeks import written_week
from support.hours import Hours
from support.teams import Member, Step, Team, Timer, Urgency


def written(teams: Iterable[Team], *, name: Callable[[str], str] = str) -> str:
    """Return the teams as a file that `read_teams` reads; `name` gives whom an id names."""
    records = [_kept(_record(team, name)) for team in teams]
    return str(yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=100))


def _record(team: Team, name: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": team.id,
        "name": team.name,
        "languages": list(team.languages),
        "channels": list(team.channels),
        "labels": list(team.labels),
        "skills": list(team.skills),
        "members": [_member(member, name) for member in team.members],
        "assignment": team.assignment.value,
        "capacity": team.capacity,
        "hours": _written_hours(team.hours) if team.hours else None,
        "outside": team.outside.value,
        "promises": _set({timer.value: team.sla.minutes(timer) for timer in Timer}),
        "escalation": [_step(step) for step in team.steps],
        "urgency": [_urgency(rule) for rule in team.urgencies],
    }


def _written_hours(hours: Hours) -> dict[str, Any]:
    return {"zone": str(hours.zone), **written_week(hours.week), "holidays": sorted(hours.holidays)}


def _set(record: dict[str, Any]) -> dict[str, Any]:
    """Return it without what is not set."""
    return {key: value for key, value in record.items() if value not in (None, [])}


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    """Return what is worth writing; no urgency at all is something else than the usual ones."""
    return {key: value for key, value in record.items() if key == "urgency" or value not in (None, [], {})}


def _member(member: Member, name: Callable[[str], str]) -> dict[str, Any]:
    lists = {"languages": list(member.languages), "skills": list(member.skills)}
    return _set({"agent": name(member.agent), **lists, "capacity": member.capacity})


def _step(step: Step) -> dict[str, Any]:
    return _set({"when": step.timer.value, "after": step.after, "then": step.then.value, "team": step.team})


def _urgency(rule: Urgency) -> dict[str, Any]:
    return _set(
        {
            "level": rule.level,
            "reason": rule.reason.value if rule.reason else None,
            "angry": rule.is_angry or None,
            "waited": rule.waited,
            "label": rule.label,
        }
    )
