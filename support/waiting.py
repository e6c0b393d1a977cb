"""How long somebody is likely to wait, from how long others did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median

_FEWEST = 5
"""Fewer say nothing: one colleague at lunch would be the whole truth."""
_NEAR_HOURS = 1
_LATEST = timedelta(days=60)
"""Older ones are of another staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a customer may expect: how long it usually takes, or from when on people are back; None is unknown.

    `wants_mail`: they are asked for an address to answer at.
    """

    is_open: bool
    usual: timedelta | None = None
    back_at: datetime | None = None
    zone: tzinfo | None = None
    wants_mail: bool = False


def usual(waits: Sequence[tuple[datetime, float]], now: datetime, zone: tzinfo) -> timedelta | None:
    """Return the median wait at this time of day, else that of all; None where there are too few to tell.

    `waits`: since when and how many seconds.
    """
    recent = [(since, seconds) for since, seconds in waits if now - since < _LATEST]
    near = [seconds for since, seconds in recent if _is_near(since, now, zone)]
    found = near if len(near) >= _FEWEST else [seconds for _, seconds in recent]
    return timedelta(seconds=median(found)) if len(found) >= _FEWEST else None


def _is_near(since: datetime, now: datetime, zone: tzinfo) -> bool:
    apart = abs(since.astimezone(zone).hour - now.astimezone(zone).hour)
    return min(apart, 24 - apart) <= _NEAR_HOURS
