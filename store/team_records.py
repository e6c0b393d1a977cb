"""Teams and watches from JSON texts; store.records writes them."""

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from support.handoffs import Reason
from support.hours import Hours
from support.teams import Assignment, Member, Outside, Sla, Step, Team, Then, Timer, Urgency
from support.watches import Watch

_TIMES = ("opened_at", "queued_at", "answered_at", "asked_at", "snoozed_until")


@lru_cache(maxsize=256)
def team_of(body: str) -> Team:
    """Return the team that a text is: they hardly ever change, and are asked for with every word in people's hands."""
    return team_from(json.loads(body))


def team_from(record: dict[str, Any]) -> Team:
    """Rebuild a Team."""
    hours = record["hours"]
    return Team(
        **record
        | {
            "languages": tuple(record["languages"]),
            "channels": tuple(record["channels"]),
            "labels": tuple(record["labels"]),
            "skills": tuple(record.get("skills", ())),
            "members": tuple(map(_member, record["members"])),
            "assignment": Assignment(record["assignment"]),
            "hours": None if hours is None else _hours(hours),
            "outside": Outside(record["outside"]),
            "sla": Sla(**record["sla"]),
            "steps": tuple(map(_step, record["steps"])),
            "urgencies": tuple(map(_urgency, record["urgencies"])),
        }
    )


def _member(record: dict[str, Any]) -> Member:
    return Member(**record | {name: tuple(record.get(name, ())) for name in ("languages", "skills")})


def _hours(record: dict[str, Any]) -> Hours:
    return Hours(
        zone=ZoneInfo(record["zone"]),
        week=tuple(tuple((opens, closes) for opens, closes in day) for day in record["week"]),
        holidays=frozenset(map(date.fromisoformat, record["holidays"])),
    )


def _step(record: dict[str, Any]) -> Step:
    return Step(**record | {"timer": Timer(record["timer"]), "then": Then(record["then"])})


def _urgency(record: dict[str, Any]) -> Urgency:
    return Urgency(**record | {"reason": Reason(record["reason"]) if record["reason"] else None})


def watch_from(record: dict[str, Any]) -> Watch:
    """Rebuild a Watch."""
    times = {name: record[name] and datetime.fromisoformat(record[name]) for name in _TIMES}
    lists = {name: tuple(record.get(name, ())) for name in ("labels", "topics", "done")}
    return Watch(**record | times | lists | {"reason": Reason(record["reason"])})
