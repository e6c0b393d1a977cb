"""How fast a channel may be sent to: so many messages a second in all, so many to one customer."""

import asyncio
import sys
from collections.abc import Callable
from time import monotonic

from support.messages import ConversationId

_FORGET_ABOVE = 10_000
_ROUNDING = 1e-6
"""Seconds: sums of gaps are not exact, and a wait of picoseconds is none."""

_PATIENCE_SECONDS = 0.25
"""Each of a worker's eight may wait as long for each of its parts, and must be done long before its lease runs out."""


class Pace:
    """Hands out places in time; one for each channel, in one process and its event loop.

    Several processes each keep their own; what they overstep together, the channel says (SlowDown) and each hears.
    """

    def __init__(
        self,
        *,
        per_second: float | None,
        per_chat_second: float | None,
        burst: int = 1,
        chat_burst: int = 1,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """None is no limit. As many as the bursts say may go at once, to all or to one, borrowed from later."""
        self._gap = 1 / per_second if per_second else 0.0
        self._chat_gap = 1 / per_chat_second if per_chat_second else 0.0
        self._credit, self._chat_credit = self._gap * (burst - 1), self._chat_gap * (chat_burst - 1)
        self._clock = clock
        self._line = asyncio.Lock()
        self._next = 0.0
        """When the next could go if none had been borrowed (generic cell rate algorithm, ITU-T I.371)."""
        self._next_in_chat: dict[ConversationId, float] = {}

    def rest(self) -> float:
        """Return the seconds until something may be sent to anybody; it only looks, and may be asked by any thread."""
        return self._seconds(self._next - self._credit)

    def rest_in(self, conversation_id: ConversationId) -> float:
        """Return the seconds until this customer may be sent something, whatever all wait for; it only looks."""
        return self._seconds(self._next_in_chat.get(conversation_id, 0.0) - self._chat_credit)

    def room(self) -> int:
        """Return for how many a place comes in the next moments, at least one."""
        return max(1, int(_PATIENCE_SECONDS / self._gap)) if self._gap else sys.maxsize

    def _seconds(self, until: float) -> float:
        seconds = until - self._clock()
        return seconds if seconds > _ROUNDING else 0.0

    async def turn(self, conversation_id: ConversationId) -> float:
        """Return 0 and take the place when it is this one's turn, else the seconds until it may be asked again.

        What all wait for is waited for here, while it is short, in the order of asking: nobody else could go either.
        """
        if self.rest_in(conversation_id):
            return self.wait(conversation_id)
        async with self._line:
            while 0 < (seconds := self.rest()) <= _PATIENCE_SECONDS:
                await asyncio.sleep(seconds)
            return self.wait(conversation_id)

    def wait(self, conversation_id: ConversationId) -> float:
        """Return 0 and take the place when something may be sent now, else the seconds until it may be asked again."""
        if seconds := max(self.rest(), self.rest_in(conversation_id)):
            return seconds
        now = self._clock()
        self._next = max(self._next, now) + self._gap
        if self._chat_gap:
            self._forget(now)
            in_chat = self._next_in_chat.get(conversation_id, 0.0)
            self._next_in_chat[conversation_id] = max(in_chat, now) + self._chat_gap
        return 0.0

    def slow_down(self, conversation_id: ConversationId, seconds: float, *, to_all: bool) -> None:
        """Send nothing for so long, to this customer or to all."""
        until = self._clock() + seconds
        if to_all:
            self._next = max(self._next, until + self._credit)  # nothing is left to borrow
        else:
            in_chat = self._next_in_chat.get(conversation_id, 0.0)
            self._next_in_chat[conversation_id] = max(in_chat, until + self._chat_credit)

    def _forget(self, now: float) -> None:
        if len(self._next_in_chat) > _FORGET_ABOVE:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}
