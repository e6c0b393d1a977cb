"""A message on its way, in or out: claimed by lease, tried again, given up in the open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from support.errors import Conflict
from support.messages import Message

LEASE = timedelta(seconds=30)
"""How long a worker may hold a delivery; a turn takes well under a second, a dead worker is noticed this late."""

WORK_SECONDS = LEASE.total_seconds() - 5
"""What takes longer has failed: it must end before its lease does, or another worker begins it beside."""

MAX_ATTEMPTS = 6
"""For a turn waits of 2, 4, 8, 16, 32 s: about a minute of trying before a person has to look."""

SEND_FACTOR = 5
"""For what is sent 2, 10, 50, 250, 1250 s: a provider that is away for some minutes still gets it all."""

MAX_WAIT = timedelta(days=1)
"""For how long a channel may tell us to wait: after a day an answer is no answer any more."""


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

    def failed(self, now: datetime, fault: str, *, chance: float = 0.0, factor: int = 2) -> "Delivery":
        """Try again in 2 s, and `factor` times as late each time after that, or give up after the last try.

        `chance` in 0..1 takes up to half of the wait away, so that what failed together does not come back together.
        """
        if self.attempts >= MAX_ATTEMPTS:
            return self.dead(fault)
        seconds = 2 * factor ** (self.attempts - 1) * (1 - chance / 2)
        return replace(self, due_at=now + timedelta(seconds=seconds), fault=fault)

    def postponed(self, now: datetime, seconds: float, reason: str | None = None) -> "Delivery":
        """Wait as long as the channel asks; its slowness uses up no try, but after a day it is given up."""
        if now - self.message.sent_at > MAX_WAIT:
            return self.dead(reason or "the channel would not take it for a day")
        return self.queued(now, seconds, reason)

    def queued(self, now: datetime, seconds: float, reason: str | None = None) -> "Delivery":
        """Wait for its turn at our own pace, however old it is: a person may have brought it back after days."""
        due_at = now + timedelta(seconds=seconds)
        return replace(self, attempts=max(self.attempts - 1, 0), due_at=due_at, fault=reason)

    def put_off(self, now: datetime, seconds: float) -> "Delivery":
        """Come due later, without having been begun."""
        return replace(self, due_at=now + timedelta(seconds=seconds))

    def dead(self, fault: str) -> "Delivery":
        """Give up: only a person brings it back."""
        return replace(self, state=State.DEAD, fault=fault)

    def revived(self, now: datetime) -> "Delivery":
        """Give a dead one all its tries again. Raises: Conflict for one that is not dead."""
        if self.state is not State.DEAD:
            raise Conflict(f"message {self.message.id} is {self.state.value}; only a dead one can be tried again")
        return replace(self, state=State.PENDING, attempts=0, due_at=now, fault=None)
