"""When people are there: opening times by weekday on a place's own clock, and holidays; time is counted while open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

DAY = 24 * 60
"""Minutes; a span may end with it."""

Span = tuple[int, int]
"""From when to when, in minutes since midnight; one that ends no later than it begins ends on the next day."""

Opening = tuple[datetime, datetime]

_FARTHEST_DAYS = 400
"""Who is not open for a year and a month never is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """`week` has the spans of Monday to Sunday. On a holiday nothing begins; what began the evening before ends."""

    zone: tzinfo
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = frozenset()


def openings(hours: Hours, since: datetime) -> Iterator[Opening]:
    """Yield from when to when it is open from `since` on, in UTC and in order; what touches is one."""
    for opens, closes in _merged(_spans(hours, since.astimezone(hours.zone).date())):
        if closes > since:
            yield max(opens, since.astimezone(UTC)), closes


def is_open(hours: Hours | None, now: datetime) -> bool:
    """Whether it is open; without hours it always is."""
    return opens_at(hours, now) == now


def opens_at(hours: Hours | None, now: datetime) -> datetime | None:
    """Return when it is open next, `now` where it is, None where it never is again."""
    if hours is None:
        return now
    return next((opens for opens, _ in openings(hours, now)), None)


def later(hours: Hours | None, since: datetime, length: timedelta) -> datetime | None:
    """Return when it will have been open for `length` since then, None where that never comes."""
    return after_each(hours, since, [length])[length]


def after_each(hours: Hours | None, since: datetime, lengths: Iterable[timedelta]) -> dict[timedelta, datetime | None]:
    """Return the same for several lengths, in one walk through the days: a list of thousands asks for it."""
    wanted = sorted(set(lengths))
    if hours is None:
        return {length: since + length for length in wanted}
    found: dict[timedelta, datetime | None] = dict.fromkeys(wanted)
    was_open = timedelta()
    for opens, closes in openings(hours, since):
        while wanted and opens + wanted[0] - was_open <= closes:
            found[wanted[0]] = opens + wanted[0] - was_open
            wanted = wanted[1:]
        if not wanted:
            break
        was_open += closes - opens
    return found


def within(hours: Hours, since: datetime, until: datetime) -> Iterator[Opening]:
    """Yield from when to when it is open between two times."""
    for opens, closes in openings(hours, since):
        if opens >= until:
            return
        yield opens, min(closes, until)


def between(hours: Hours | None, since: datetime, until: datetime) -> timedelta:
    """Return for how long it is open between two times."""
    if hours is None:
        return max(until - since, timedelta())
    return sum((closes - opens for opens, closes in within(hours, since, until)), timedelta())


def _spans(hours: Hours, today: date) -> Iterator[Opening]:
    """Yield what begins from yesterday on, in order: a night may have begun then."""
    for number in range(-1, _FARTHEST_DAYS):
        day = today + timedelta(days=number)
        if day not in hours.holidays:
            found = [_instants(hours, day, span) for span in sorted(hours.week[day.weekday()])]
            yield from (opening for opening in found if opening[0] < opening[1])


def _instants(hours: Hours, day: date, span: Span) -> Opening:
    begins, ends = span
    ends += DAY if ends <= begins else 0
    return _wall(hours.zone, day, begins).astimezone(UTC), _last(_wall(hours.zone, day, ends))


def _wall(zone: tzinfo, day: date, minutes: int) -> datetime:
    """Return what the clock on the wall shows then; where it is put back, the first time it does.

    Where it is put forward past this time, what it would have been.
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)  # wall time, not elapsed


def _last(wall: datetime) -> datetime:
    """Return the last time that the clock on the wall shows this."""
    again = wall.replace(fold=1)
    first = wall.astimezone(UTC)
    return first if again.utcoffset() == wall.utcoffset() else max(first, again.astimezone(UTC))


def _merged(spans: Iterable[Opening]) -> Iterator[Opening]:
    """Yield them with those that overlap or touch made one: nobody works twice at a time."""
    current: Opening | None = None
    for opens, closes in spans:
        if current is not None and opens <= current[1]:
            current = current[0], max(current[1], closes)
            continue
        if current is not None:
            yield current
        current = opens, closes
    if current is not None:
        yield current
