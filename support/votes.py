"""What readers of the help centre say of an article: it helped, or it did not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One reader's word on one article; `reader` names a browser, not a person."""

    slug: str
    language: str
    reader: str
    is_helpful: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """How many readers an article helped, and how many it did not."""

    helpful: int = 0
    unhelpful: int = 0


class VoteShelf(Protocol):
    """The readers' votes: one a reader and article, the latest."""

    def put(self, vote: Vote) -> None:
        """Keep it, in place of what this reader said of the article before."""

    def since(self, at: datetime) -> dict[tuple[str, str], Votes]:
        """Return what readers have said from then on, by slug and language."""

    def rename(self, slug: str, to: str) -> None:
        """Carry an article's votes to its new slug."""
