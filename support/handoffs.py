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


class Outcome(str, Enum):
    """How it ended: settled, given back to the bot, or the customer went back to the bot by themselves."""

    RESOLVED = "resolved"
    RETURNED = "returned"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """The bot's note to the person who takes over.

    `opened_by` is the id of the customer's message that led here: running the same turn twice opens one handoff.
    `context`: language, guesses with confidences, hits tried with scores, slots; `email`, an address they left for us.
    `priority` grows with urgency, 0 for what is usual.
    """

    id: str
    conversation_id: ConversationId
    reason: Reason
    opened_by: str
    opened_at: datetime
    context: Mapping[str, Any] = field(default_factory=dict)
    taken_by: str | None = None
    closed_at: datetime | None = None
    taken_at: datetime | None = None
    team: str | None = None
    priority: int = 0
    snoozed_until: datetime | None = None
    outcome: Outcome | None = None

    def take(self, agent: str, now: datetime | None = None) -> "Handoff":
        """Raises: HandoffTaken for a colleague's, Conflict for a closed one."""
        if self.closed_at is not None:
            raise Conflict(f"handoff {self.id} is closed; the bot answers again")
        if self.taken_by not in (None, agent):  # twice by one agent is no error: people press twice
            raise HandoffTaken(self.id, str(self.taken_by))
        return replace(self, taken_by=agent, taken_at=self.taken_at or now)

    def release(self) -> "Handoff":
        """Give it back to the queue."""
        return replace(self, taken_by=None, taken_at=None)

    def close(self, now: datetime, outcome: Outcome = Outcome.RETURNED) -> "Handoff":
        """End it; closing twice keeps the first time and outcome."""
        return self if self.closed_at is not None else replace(self, closed_at=now, outcome=outcome)


def holder(handoff: Handoff | None) -> Holder:
    """Return who answers, given the conversation's latest handoff."""
    if handoff is None or handoff.closed_at is not None:
        return Holder.BOT
    return Holder.QUEUE if handoff.taken_by is None else Holder.AGENT


def is_angry(handoff: Handoff) -> bool:
    """Whether the bot took one of their latest messages for anger."""
    tried = handoff.context.get("tried", ())
    return any(turn.get("intent") == "complaint" for turn in tried)
