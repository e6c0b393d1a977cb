"""Promises and how it was, as the desk's page reads them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from support.clocks import Clock, Course, Kept, running
from support.conversations import Conversation
from support.hours import within
from support.surveys import Rating
from support.teams import Team, Timer, one_of
from web.desk.moments import moment

Json = dict[str, Any]

_BACK, _AHEAD = timedelta(days=7), timedelta(days=35)
"""Of a team's calendar: what is later by a week is late enough, and no page stays open for a month."""


def clocks(row: Conversation, teams: Sequence[Team]) -> list[Json]:
    """Return what was promised and is not done yet, the next one due first."""
    if row.course is None:
        return []
    return list(_clocks(row.course, one_of(teams, row.team)))


@lru_cache(maxsize=4096)
def _clocks(course: Course, team: Team) -> tuple[Json, ...]:
    """Return the same for what promises follow from: the same rows are told to many desks, again and again."""
    return tuple(_clock(clock, team) for clock in running(course, team))


def _clock(clock: Clock, team: Team) -> Json:
    times = {"began_at": clock.began_at, "soon_at": clock.soon_at, "due_at": clock.due_at}
    return {"timer": clock.timer.value, "team": team.id, **{name: moment(at) for name, at in times.items()}}


def kept(promises: Sequence[Kept]) -> list[Json]:
    """Return for each kind of promise how often it was kept and broken, and how late it was at worst."""
    by_timer = {timer: [each for each in promises if each.timer is timer] for timer in Timer}
    return [_judged(timer, found) for timer, found in by_timer.items() if found]


def _judged(timer: Timer, found: Sequence[Kept]) -> Json:
    in_time = sum(each.is_kept for each in found)
    worst = max(each.late for each in found).total_seconds()
    return {"timer": timer.value, "kept": in_time, "broken": len(found) - in_time, "late_seconds": int(worst)}


def calendar(team: Team, now: datetime) -> Json:
    """Return a team with when it is open, by which the page counts; `openings` is null where it always is."""
    hours = team.hours
    openings = None if hours is None else [list(map(moment, each)) for each in within(hours, now - _BACK, now + _AHEAD)]
    return {"id": team.id, "name": team.name, "openings": openings}


def rating(found: Rating) -> Json:
    """Return what a customer was asked and said; `score` is null while they have not."""
    scores = found.survey.scores
    return {
        "handoff_id": found.handoff_id,
        "survey": found.survey.value,
        "score": found.score,
        "least": scores[0],
        "most": scores[-1],
        "words": found.words or None,
        "agent": found.agent,
        "asked_at": moment(found.asked_at),
        "scored_at": moment(found.scored_at),
    }


def latest(ratings: Iterable[Rating]) -> Json | None:
    """Return the first one that has a score."""
    return next((rating(each) for each in ratings if each.score is not None), None)
