"""A message on its way, in or out: claimed by lease, tried again, given up in the open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from support.messages import Message

LEASE = timedelta(seconds=30)
"""How long a worker may hold a delivery; a turn takes well under a second, a dead worker is noticed this late."""

WORK_SECONDS = LEASE.total_seconds() - 5
"""What takes longer has failed: it must end before its lease does, or another worker begins it beside."""

MAX_ATTEMPTS = 6
"""Waits of 2, 4, 8, 16, 32 s: about a minute of trying before a person has to look."""


class State(str, Enum):
    """Where a delivery stands; the lease is the due time, not a state of its own."""

    PENDING = "pending"
    SETTLED = "settled"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message with its chances: due when `due_at` is past, dead after MAX_ATTEMPTS."""

    message: Message
    due_at: datetime
    attempts: int = 0
    state: State = State.PENDING
    fault: str | None = None

    def leased(self, now: datetime, lease: timedelta = LEASE) -> "Delivery":
        """Claim it: nobody else finds it due until the lease runs out."""
        if self.attempts >= MAX_ATTEMPTS:  # its workers died without a word
            return replace(self, state=State.DEAD, fault=self.fault or "its worker died each time")
        return replace(self, attempts=self.attempts + 1, due_at=now + lease)

    def settled(self) -> "Delivery":
        """Done with, for good."""
        return replace(self, state=State.SETTLED, fault=None)

    def failed(self, now: datetime, fault: str) -> "Delivery":
        """Try again later, twice as late each time, or give up after the last try."""
        if self.attempts >= MAX_ATTEMPTS:
            return replace(self, state=State.DEAD, fault=fault)
        return replace(self, due_at=now + timedelta(seconds=2**self.attempts), fault=fault)
