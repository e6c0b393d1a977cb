"""A week of opening times as people write them: `mon-fri: 09:00-12:00, 13:00-17:00`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from support.hours import DAY, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)\s*")  # noqa: RUF001 - people type both
_CLOSED = ("", "closed", "none")


def read_week(written: Mapping[Any, Any]) -> tuple[tuple[Span, ...], ...]:
    """Return the spans of Monday to Sunday; a day that is not named is closed. Raises: ValueError."""
    week: list[tuple[Span, ...]] = [()] * len(DAYS)
    for days, times in written.items():
        for day in _days(str(days)):
            week[day] = _spans(times)
    return tuple(week)


def _days(text: str) -> list[int]:
    """Return the days of "mon-fri", "sat" or "fri-mon"."""
    first, dash, last = (part.strip().lower()[:3] for part in text.partition("-"))
    if first not in DAYS or (dash and last not in DAYS):
        raise ValueError(f"{text!r} is no day such as mon, and no days such as mon-fri")
    begin, end = DAYS.index(first), DAYS.index(last if dash else first)
    return [(begin + number) % len(DAYS) for number in range((end - begin) % len(DAYS) + 1)]


def _spans(times: Any) -> tuple[Span, ...]:
    parts = times if isinstance(times, list) else str(times or "").split(",")
    return tuple(_span(str(part)) for part in parts if str(part).strip().lower() not in _CLOSED)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time such as 09:00-17:00")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    opens, closes = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or opens >= DAY or closes > DAY:
        raise ValueError(f"{text!r} is no time such as 09:00-17:00")
    return opens, closes


def written_week(week: Sequence[Sequence[Span]]) -> dict[str, str]:
    """Return each day that is open, as `read_week` reads it."""
    return {day: ", ".join(map(_written, spans)) for day, spans in zip(DAYS, week, strict=True) if spans}


def _written(span: Span) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in span)
