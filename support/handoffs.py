"""A conversation in people's hands: who holds it is derived, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from support.errors import Conflict, HandoffTaken
from support.messages import ConversationId


class Holder(str, Enum):
    """Who answers the conversation now."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"


class Reason(str, Enum):
    """Why the bot stepped back."""

    ASKED = "asked"
    MISSED_TWICE = "missed_twice"
    UNHELPFUL = "unhelpful"
    TROUBLE = "trouble"
    VOICE = "voice"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """The bot's note to the person who takes over.

    `opened_by` is the id of the customer's message that led here: running the same turn twice opens one handoff.
    `context`: language, guesses with confidences, hits tried with scores, slots.
    """

    id: str
    conversation_id: ConversationId
    reason: Reason
    opened_by: str
    opened_at: datetime
    context: Mapping[str, Any] = field(default_factory=dict)
    taken_by: str | None = None
    closed_at: datetime | None = None

    def take(self, agent: str) -> "Handoff":
        """Raises: HandoffTaken for a colleague's, Conflict for a closed one."""
        if self.closed_at is not None:
            raise Conflict(f"handoff {self.id} is closed; the bot answers again")
        if self.taken_by not in (None, agent):  # twice by one agent is no error: people press twice
            raise HandoffTaken(self.id, str(self.taken_by))
        return replace(self, taken_by=agent)

    def close(self, now: datetime) -> "Handoff":
        """End it; closing twice keeps the first time."""
        return replace(self, closed_at=self.closed_at or now)


def holder(handoff: Handoff | None) -> Holder:
    """Return who answers, given the conversation's latest handoff."""
    if handoff is None or handoff.closed_at is not None:
        return Holder.BOT
    return Holder.QUEUE if handoff.taken_by is None else Holder.AGENT
