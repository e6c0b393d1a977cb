"""Trouble on demand: what happens to the next requests, or to some of them by a seeded die."""

import random
import threading
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The ways in which a provider fails a sender."""

    TOO_FAST = "too_fast"
    """429 with Retry-After."""
    ERROR = "error"
    """500: whether the message went out is unknown."""
    HANG = "hang"
    """No answer for `seconds`, then the usual one: the message went out, and the sender may have stopped waiting."""
    STALL = "stall"
    """No answer for `seconds`, then the connection is cut: nothing was taken."""
    DROP_BEFORE = "drop_before"
    """The connection is cut and nothing was taken."""
    DROP_AFTER = "drop_after"
    """The message was taken and the connection cut: sent, but the sender cannot know."""
    VAGUE = "vague"
    """200, and not a word about what was taken."""


@dataclass(frozen=True)
class Fault:
    """One failure; `code` is a provider's error code to answer with instead of a Kind's own."""

    kind: Kind
    seconds: float = 1.0
    code: int = 0


@dataclass(frozen=True)
class _Plan:
    fault: Fault
    on: str
    chance: float


class Faults:
    """Planned failures first, in the order planned; then the die."""

    def __init__(self, seed: int = 0) -> None:
        self._die = random.Random(seed)
        self._next: list[_Plan] = []
        self._sometimes: list[_Plan] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault, count: int, on: str) -> None:
        """Let the next `count` requests named `on` (any, if empty) meet `fault`."""
        with self._lock:
            self._next += [_Plan(fault, on, 1.0)] * count

    def expect(self, fault: Fault, chance: float, on: str) -> None:
        """Let a `chance` (0 to 1) of all requests named `on` meet `fault`."""
        with self._lock:
            self._sometimes.append(_Plan(fault, on, chance))

    def clear(self) -> None:
        """Forget all plans: from now on everything works."""
        with self._lock:
            self._next.clear()
            self._sometimes.clear()

    def pick(self, name: str) -> Fault | None:
        """Return what the request `name` meets, using up a planned failure."""
        with self._lock:
            for plan in self._next:
                if plan.on in ("", name):
                    self._next.remove(plan)
                    return plan.fault
            return self._roll(name)

    def _roll(self, name: str) -> Fault | None:
        for plan in self._sometimes:
            if plan.on in ("", name) and self._die.random() < plan.chance:
                return plan.fault
        return None
