"""How fast a channel may be sent to: so many messages a second in all, so many to one customer."""

from collections.abc import Callable
from time import monotonic

from support.messages import ConversationId

_FORGET_ABOVE = 10_000
_ROUNDING = 1e-6
"""Seconds: sums of gaps are not exact, and a wait of picoseconds is none."""


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
        self._next = 0.0
        """When the next could go if none had been borrowed (generic cell rate algorithm, ITU-T I.371)."""
        self._next_in_chat: dict[ConversationId, float] = {}

    def wait(self, conversation_id: ConversationId) -> float:
        """Return 0 and take the place when something may be sent now, else the seconds until it may be asked again."""
        now = self._clock()
        in_chat = self._next_in_chat.get(conversation_id, 0.0)
        free_at = max(self._next - self._credit, in_chat - self._chat_credit)
        if free_at - now > _ROUNDING:
            return free_at - now
        self._next = max(self._next, now) + self._gap
        if self._chat_gap:
            self._forget(now)
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
