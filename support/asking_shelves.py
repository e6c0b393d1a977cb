"""What is kept of customers' questions, as protocols; `store/` provides the shelves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from support.askings import Asking, Gap, Outcome


class AskingShelf(Protocol):
    """Customers' questions."""

    def put(self, asking: Asking) -> None:
        """Insert or replace."""

    def latest(self, conversation_id: str) -> Asking | None:
        """Return the conversation's newest one."""

    def since(self, since: datetime, outcomes: Collection[Outcome], limit: int = ...) -> list[Asking]:
        """Return those that ended so, newest first."""

    def sums(self, since: datetime, slugs: Collection[str]) -> list[tuple[str, Outcome, int]]:
        """Return how many ended how that each of these articles was shown for first."""

    def of_gap(self, gap: str, limit: int = ...) -> list[Asking]:
        """Return a gap's, newest first."""

    def ungrouped(self, since: datetime, outcomes: Collection[Outcome], limit: int = ...) -> list[Asking]:
        """Return those that are in no gap yet, oldest first."""

    def group(self, ids: Sequence[str], gap: str) -> None:
        """Put them into a gap."""

    def forget(self, before: datetime) -> int:
        """Drop older ones; return how many."""


class GapShelf(Protocol):
    """Gaps, and what writers made of them."""

    def get(self, id: str) -> Gap:
        """Raises: NotFound."""

    def all(self) -> list[Gap]:
        """Return every one, by id."""

    def put(self, gap: Gap) -> None:
        """Insert or replace."""

    def forget_empty(self) -> int:
        """Drop those that nobody asks any more and nobody has decided on; return how many."""
