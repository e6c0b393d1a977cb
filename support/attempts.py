"""How sign-in slows down for who guesses, without locking anybody out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FORGET_AFTER = timedelta(days=1)
"""Since the last attempt; then they count for nothing any more."""

FREE_FOR_ACCOUNT = 5
"""A person's own mistakes; a guesser gets no further than 5 and then some hundred a day."""

FREE_FOR_ADDRESS = 20
"""An office, or a proxy that hides who comes, is one address."""

_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Attempts in a row that came to nothing."""

    count: int = 0
    last_at: datetime | None = None

    def wait(self, now: datetime, *, free: int) -> timedelta:
        """Return how long to wait before the next attempt: 4, 8, 16 ... seconds, at most a quarter of an hour.

        Attempts during the wait do not make it longer, so whoever waits gets a turn.
        """
        if self.last_at is None or self.count < free or now - self.last_at > FORGET_AFTER:
            return timedelta()
        pause = min(timedelta(seconds=2 ** min(self.count - free + 2, 12)), _LONGEST_WAIT)
        return max(self.last_at + pause - now, timedelta())

    def failed(self, now: datetime) -> "Attempts":
        """Return them with one more."""
        is_old = self.last_at is None or now - self.last_at > FORGET_AFTER
        return Attempts(count=1 if is_old else self.count + 1, last_at=now)

    def fewer(self) -> "Attempts":
        """Return them with one less: the attempt succeeded."""
        return replace(self, count=max(self.count - 1, 0))
