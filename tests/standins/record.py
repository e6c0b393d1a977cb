"""What a stand-in took and what it refused, for tests to read."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Sent:
    """A message the provider took: it reached the customer, whether or not the sender heard so."""

    at: datetime
    chat: str
    id: str
    kind: str
    text: str
    """What the customer reads: text, body above the buttons, or caption."""
    body: dict[str, Any]


@dataclass(frozen=True)
class Call:
    """An accepted request of any kind; `name` is the method or the last part of the path."""

    at: datetime
    name: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Rejected:
    """A refused request and why."""

    at: datetime
    name: str
    status: int
    code: int
    why: str
    body: dict[str, Any]


@dataclass
class Record:
    """Everything so far, oldest first. Written by the server's thread, read by the test's: lists only grow."""

    sent: list[Sent] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    _by_chat: dict[str, list[Sent]] = field(default_factory=dict)
    _grown: threading.Condition = field(default_factory=threading.Condition)

    def add(self, what: Sent | Call | Rejected) -> None:
        """Note `what` and wake those who wait."""
        shelves: dict[type, list[Any]] = {Sent: self.sent, Call: self.calls, Rejected: self.rejected}
        with self._grown:
            shelves[type(what)].append(what)
            if isinstance(what, Sent):
                self._by_chat.setdefault(what.chat, []).append(what)
            self._grown.notify_all()

    def to(self, chat: str) -> list[Sent]:
        """Return what was sent to `chat`, in order."""
        return list(self._by_chat.get(chat, []))

    def named(self, name: str) -> list[Call]:
        """Return the accepted calls of this name."""
        return [call for call in self.calls if call.name == name]

    def wait(self, is_enough: Callable[[], Any], seconds: float = 60) -> bool:
        """Return True as soon as `is_enough()`, looked at whenever the record grows; False when time is up."""
        until = time.monotonic() + seconds
        with self._grown:
            return bool(self._grown.wait_for(is_enough, max(0.0, until - time.monotonic())))
