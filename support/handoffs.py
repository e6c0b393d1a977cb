"""A conversation in people's hands: who holds it is derived, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from support.errors import Conflict, HandoffTaken
from support.messages import ConversationId

_LATEST_TURNS = 3
"""What a conversation is about by now; before that it may have been about something else."""


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
    """A person stepped in by themselves."""


class Outcome(str, Enum):
    """How it ended: settled, given back to the bot, or the customer went back to the bot by themselves."""

    RESOLVED = "resolved"
    RETURNED = "returned"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """The bot's note to the person who takes over.

    `opened_by` is the id of the customer's message that led here: running the same turn twice opens one handoff.
    `context`: what they want, language, guesses with confidences, hits tried with scores, slots; `email`, an address
    they left for us.
    `taken_by` is an account's id, or the name of whoever answers without one (`parley handoffs reply --agent`).
    `priority` grows with urgency, 0 for what is usual.
    `snoozed_until` counts until the customer writes again (`support.conversations` sees to that).
    """

    id: str
    conversation_id: ConversationId
    reason: Reason
    opened_by: str
    opened_at: datetime
    context: Mapping[str, Any] = field(default_factory=dict)
    taken_by: str | None = None
    taken_at: datetime | None = None
    team: str | None = None
    priority: int = 0
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None

    def take(self, agent: str, now: datetime | None = None) -> "Handoff":
        """Raises: HandoffTaken for a colleague's, Conflict for a closed one."""
        self._must_be_open()
        if self.taken_by not in (None, agent):  # twice by one agent is no error: people press twice
            raise HandoffTaken(self.id, str(self.taken_by))
        return self if self.taken_by == agent else replace(self, taken_by=agent, taken_at=now)

    def assign(self, agent: str | None, now: datetime, *, team: str | None = None) -> "Handoff":
        """Make it somebody's, whoever has it now, or nobody's; `team` where another one is to answer."""
        self._must_be_open()
        taken_at = self.taken_at if agent == self.taken_by else (now if agent else None)
        return replace(self, taken_by=agent, taken_at=taken_at, team=team or self.team)

    def snooze(self, until: datetime | None) -> "Handoff":
        """Put it out of sight until then; None wakes it."""
        self._must_be_open()
        return replace(self, snoozed_until=until)

    def close(self, now: datetime, outcome: Outcome = Outcome.RESOLVED) -> "Handoff":
        """End it; closing twice keeps the first time."""
        if self.closed_at is not None:
            return self
        return replace(self, closed_at=now, outcome=outcome, snoozed_until=None)

    def _must_be_open(self) -> None:
        if self.closed_at is not None:
            raise Conflict(f"handoff {self.id} is closed; the bot answers again")


def holder(handoff: Handoff | None) -> Holder:
    """Return who answers, given the conversation's latest handoff."""
    if handoff is None or handoff.closed_at is not None:
        return Holder.BOT
    return Holder.QUEUE if handoff.taken_by is None else Holder.AGENT


def guessed(context: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what the bot took the latest of it to be about: the intents, and the names of the articles first found."""
    latest = list(context.get("tried") or ())[-_LATEST_TURNS:]
    found = [hits[0] for turn in latest if (hits := turn.get("hits"))]
    intents = frozenset(turn["intent"] for turn in latest if turn.get("intent"))
    return intents, frozenset(hit["slug"] for hit in found if hit.get("slug"))


def is_angry(handoff: Handoff) -> bool:
    """Whether the bot took one of their latest messages for anger."""
    tried = handoff.context.get("tried", ())
    return any(turn.get("intent") == "complaint" for turn in tried)
