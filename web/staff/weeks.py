"""A team's week as a picture: one bar a day, on the team's own clock."""

from dataclasses import dataclass
from datetime import datetime

from app.weeks import DAYS, written_week
from support.hours import DAY, Hours, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A bar: `open` has from which minute of the day on and for how many it is open; `now` is there today."""

    name: str
    open: tuple[Span, ...]
    told: str
    now: int | None = None


def week(hours: Hours, now: datetime) -> list[Day]:
    """Return Monday to Sunday; what lasts till the next morning is shown there, too."""
    here, told = now.astimezone(hours.zone), written_week(hours.week)
    return [
        Day(
            name=name,
            open=tuple(sorted(_today(hours.week[number]) + _from_yesterday(hours.week[number - 1]))),
            told=told.get(name, "").replace("-", "\u2013"),
            now=here.hour * 60 + here.minute if here.weekday() == number else None,
        )
        for number, name in enumerate(DAYS)
    ]


def _today(spans: tuple[Span, ...]) -> list[Span]:
    return [(opens, (closes if closes > opens else DAY) - opens) for opens, closes in spans]


def _from_yesterday(spans: tuple[Span, ...]) -> list[Span]:
    return [(0, closes) for opens, closes in spans if 0 < closes <= opens]
