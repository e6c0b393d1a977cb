"""What a team promises, as clocks: those that run, and what became of those that have stopped.

They run while the team is open: a night, a weekend, a holiday take nothing from them (`support.hours`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from support.hours import after_each, between, later
from support.messages import Author, Kind, Message
from support.teams import Team, Timer

UNASKING = frozenset({Kind.REACTION, Kind.EDIT})
"""Nobody waits for an answer to these."""

_SOON = 0.8
"""Of the promised time: with less than a fifth of it left a colleague should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A promise that is running."""

    timer: Timer
    began_at: datetime
    soon_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A promise that has ended: kept, or broken; `late` counts the time the team was open."""

    timer: Timer
    due_at: datetime
    ended_at: datetime
    late: timedelta

    @property
    def is_kept(self) -> bool:
        """Whether it came in time: who answers in the evening what is due at the end of the day is not late."""
        return not self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a handoff has gone so far, as far as promises are about it.

    `answered_at`: a person's first reply. `asked_at`: the first customer's word that no person has answered since.
    """

    opened_at: datetime
    answered_at: datetime | None = None
    asked_at: datetime | None = None

    def heard(self, message: Message) -> "Course":
        """Return it after something was said; a channel may bring what was said long ago."""
        if message.sent_at < self.opened_at:
            return self
        if message.author is Author.AGENT:
            return replace(self, answered_at=self.answered_at or message.sent_at, asked_at=None)
        is_asking = message.author is Author.CUSTOMER and message.kind not in UNASKING
        if is_asking and self.answered_at is not None:
            return replace(self, asked_at=self.asked_at or message.sent_at)
        return self

    def began_at(self, timer: Timer) -> datetime | None:
        """Return since when a promise is running, None where it is not."""
        match timer:
            case Timer.FIRST_REPLY:
                return self.opened_at if self.answered_at is None else None
            case Timer.NEXT_REPLY:
                return self.asked_at
            case Timer.RESOLUTION:
                return self.opened_at
        return None


def running(course: Course, team: Team) -> list[Clock]:
    """Return the promises that are running, the next one due first."""
    begun = {timer: at for timer in _promised(team) if (at := course.began_at(timer)) is not None}
    found = (clock for at in set(begun.values()) for clock in _clocks(team, at, [t for t in begun if begun[t] == at]))
    return sorted(found, key=lambda clock: (clock.due_at, clock.timer))


def _promised(team: Team) -> dict[Timer, timedelta]:
    minutes = {timer: team.sla.minutes(timer) for timer in Timer}
    return {timer: timedelta(minutes=told) for timer, told in minutes.items() if told is not None}


def _clocks(team: Team, began_at: datetime, timers: Iterable[Timer]) -> Iterator[Clock]:
    """Yield the clocks that began at one time: most did, for a handoff is to be answered and to be settled."""
    lengths = {timer: length for timer, length in _promised(team).items() if timer in timers}
    ends = after_each(team.hours, began_at, [part for each in lengths.values() for part in (each, each * _SOON)])
    for timer, length in lengths.items():
        due_at, soon_at = ends[length], ends[length * _SOON]
        if due_at is not None and soon_at is not None:
            yield Clock(timer=timer, began_at=began_at, soon_at=soon_at, due_at=due_at)


def _due_at(team: Team, timer: Timer, began_at: datetime) -> datetime | None:
    length = _promised(team).get(timer)
    return None if length is None else later(team.hours, began_at, length)


def ended(opened_at: datetime, closed_at: datetime | None, said: Iterable[Message], team: Team) -> list[Kept]:
    """Return what became of the promises about a handoff, in the order in which they ended.

    `said`: what was said in its conversation, by whomever, oldest first.
    """
    return [kept for kept in _ended(opened_at, closed_at, said, team) if kept is not None]


def _ended(
    opened_at: datetime, closed_at: datetime | None, said: Iterable[Message], team: Team
) -> Iterator[Kept | None]:
    course = Course(opened_at=opened_at)
    for message in said:
        if closed_at is not None and message.sent_at > closed_at:
            break
        after = course.heard(message)
        yield from _stopped(course, after, message.sent_at, team)
        course = after
    if closed_at is not None:
        for timer in (Timer.FIRST_REPLY, Timer.NEXT_REPLY):  # nobody owes an answer any more
            yield _broken(team, timer, course.began_at(timer), closed_at)
        yield _kept(team, Timer.RESOLUTION, opened_at, closed_at)


def _stopped(before: Course, after: Course, at: datetime, team: Team) -> Iterator[Kept | None]:
    for timer in (Timer.FIRST_REPLY, Timer.NEXT_REPLY):
        began_at = before.began_at(timer)
        if began_at is not None and after.began_at(timer) is None:
            yield _kept(team, timer, began_at, at)


def _kept(team: Team, timer: Timer, began_at: datetime | None, ended_at: datetime) -> Kept | None:
    due_at = None if began_at is None else _due_at(team, timer, began_at)
    if due_at is None:
        return None
    return Kept(timer=timer, due_at=due_at, ended_at=ended_at, late=between(team.hours, due_at, ended_at))


def _broken(team: Team, timer: Timer, began_at: datetime | None, ended_at: datetime) -> Kept | None:
    found = _kept(team, timer, began_at, ended_at)
    return None if found is None or found.is_kept else found
