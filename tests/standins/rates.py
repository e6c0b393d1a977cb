"""Rate limits as token buckets: a burst is free, then one message comes back every `seconds`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Rate:
    """At most `burst` at once and one more every `seconds`."""

    burst: float
    seconds: float


GENEROUS = Rate(burst=1000, seconds=1)
"""Out of a test's way."""


class Buckets:
    """One bucket per key, all of the same rate."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._left: dict[str, tuple[float, datetime]] = {}

    def wait(self, key: str, now: datetime) -> float:
        """Return how many seconds until `key` may send one; 0 for at once. Takes nothing."""
        missing = 1 - self._tokens(key, now)
        return max(0.0, missing * self.rate.seconds)

    def take(self, key: str, now: datetime) -> None:
        """Count one message of `key`."""
        self._left[key] = (self._tokens(key, now) - 1, now)

    def _tokens(self, key: str, now: datetime) -> float:
        left, at = self._left.get(key, (self.rate.burst, now))
        return min(self.rate.burst, left + (now - at).total_seconds() / self.rate.seconds)
