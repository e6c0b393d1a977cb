"""The turn being run: what it wants saved goes into the same transaction as its replies."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from support.messages import Message


@dataclass(slots=True)
class Turn:
    """Collected while the bot works on one message: its replies, and its memory as JSON."""

    replies: list[Message] = field(default_factory=list)
    memory: str | None = None


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)
