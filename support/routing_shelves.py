"""What is kept of teams and of those who wait, as protocols; `store/` provides the shelves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from support.messages import ConversationId
from support.surveys import Rating
from support.teams import Presence, Team, presence
from support.watches import Watch


class TeamShelf(Protocol):
    """The teams; a house that has set up none has support.teams.SUPPORT."""

    def all(self) -> list[Team]:
        """Return them in their order; at least one."""

    def keep_still(self) -> None:
        """Let nobody else change teams until this transaction ends."""

    def replace_all(self, teams: Sequence[Team]) -> None:
        """Put these in place of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """When an agent's desk was last heard of. `is_here`: as it was last told; `given_at`: their latest conversation."""

    agent: str
    seen_at: datetime
    is_busy: bool = False
    is_here: bool = True
    given_at: datetime | None = None

    def presence(self, now: datetime) -> Presence:
        """Return whether they are there to answer."""
        return presence(self.seen_at, self.is_busy, now)


class PresenceShelf(Protocol):
    """Who is there."""

    def get(self, agent: str) -> Here | None:
        """Return what is known of one, or None."""

    def all(self) -> list[Here]:
        """Return everybody who was ever there."""

    def here(self) -> list[Here]:
        """Return those who were last told to be there, longest unheard of first."""

    def save(self, here: Here) -> None:
        """Insert or replace."""


class WatchShelf(Protocol):
    """The open handoffs as the router sees them."""

    def get(self, handoff_id: str) -> Watch | None:
        """Return it, or None."""

    def of(self, conversation_ids: Collection[ConversationId]) -> list[Watch]:
        """Return those over these conversations."""

    def of_agent(self, agent: str) -> list[Watch]:
        """Return those that an agent holds."""

    def all(self) -> list[Watch]:
        """Return every one."""

    def queue(self, team: str, limit: int) -> list[Watch]:
        """Return what nobody of a team has taken, the most urgent first, then who waits longest."""

    def held(self) -> dict[str, int]:
        """Return how many each agent holds."""

    def due(self, now: datetime, limit: int) -> list[Watch]:
        """Return what must be looked at now, the longest overdue first."""

    def next_due(self) -> datetime | None:
        """Return when one must be looked at next, or None."""

    def save(self, watch: Watch, due_at: datetime | None) -> None:
        """Insert or replace."""

    def remove(self, handoff_id: str) -> None:
        """Forget it, if there is one."""


class WaitShelf(Protocol):
    """How long people waited until somebody took their conversation, while their team was there."""

    def put(self, handoff_id: str, team: str, opened_at: datetime, seconds: float) -> None:
        """Keep it, the first time."""

    def latest(self, team: str, limit: int) -> list[tuple[datetime, float]]:
        """Return since when and how many seconds, the latest first."""


class RatingShelf(Protocol):
    """What people were asked after a handoff, and what they answered."""

    def ask(self, rating: Rating) -> bool:
        """Keep a new one; False when this handoff's question was asked already."""

    def get(self, handoff_id: str) -> Rating | None:
        """Return a handoff's, or None."""

    def latest(self, conversation_id: ConversationId) -> Rating | None:
        """Return the one that was asked last in a conversation, or None."""

    def of(self, conversation_ids: Collection[ConversationId]) -> list[Rating]:
        """Return those asked in these conversations, the latest first."""

    def since(self, at: datetime) -> list[Rating]:
        """Return those asked from then on, oldest first."""

    def save(self, rating: Rating) -> None:
        """Write what became of it."""


class ProgressShelf(Protocol):
    """How far the event log was worked off, by name."""

    def get(self, name: str) -> int | None:
        """Return the sequence, None at the very first time; in a writing transaction it is kept from all others."""

    def put(self, name: str, sequence: int) -> None:
        """Insert or replace."""
