"""Who is writing, between the chat and the desk of one process: in no log, and forgotten after some seconds."""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic

from support.messages import ConversationId

LASTS_SECONDS = 6.0
"""Who writes on says so again before; who closed the page has stopped."""

Heard = Callable[[ConversationId, bool], None]


class Typing:
    """Agents are shown in the chat, customers at the desk. For one event loop."""

    def __init__(self) -> None:
        self._agents: dict[ConversationId, float] = {}
        self._at_desk: list[Heard] = []
        self._in_chat: list[Callable[[ConversationId], None]] = []

    def at_desk(self, heard: Heard) -> None:
        """Have it called when a customer begins or ends to write."""
        self._at_desk.append(heard)

    def in_chat(self, heard: Callable[[ConversationId], None]) -> None:
        """Have it called when an agent begins or ends to write."""
        self._in_chat.append(heard)

    def leave(self, heard: Callable[..., None]) -> None:
        """Call it no more."""
        self._at_desk = [each for each in self._at_desk if each != heard]
        self._in_chat = [each for each in self._in_chat if each != heard]

    def customer(self, conversation_id: ConversationId, *, on: bool) -> None:
        """Tell the desks that a customer writes, or does no more."""
        for heard in self._at_desk:
            heard(conversation_id, on)

    def agent(self, conversation_id: ConversationId, *, on: bool) -> None:
        """Tell the customer that an agent writes, or does no more."""
        now = monotonic()
        self._agents = {id: until for id, until in self._agents.items() if until > now}
        if on:
            self._agents[conversation_id] = now + LASTS_SECONDS
        else:
            self._agents.pop(conversation_id, None)
        for heard in self._in_chat:
            heard(conversation_id)

    def seconds_left(self, conversation_id: ConversationId) -> float:
        """Return for how long an agent is shown as writing, 0 where none is."""
        return max(self._agents.get(conversation_id, 0.0) - monotonic(), 0.0)


@lru_cache(maxsize=1)
def typing() -> Typing:
    """Return this process's."""
    return Typing()
