"""What agents say there is to learn from an answer of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any


class MarkKind(str, Enum):
    """What is to be learnt, and whose work that is: writers', or trainers'."""

    ARTICLE = "article"
    """The answer should be an article."""
    KNOWN = "known"
    """The bot should have known it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A reply that somebody is to learn from; one of a kind a reply.

    `question`: the customer's words that it answered. `tried`: the articles the bot had found for them, best first,
    {slug, title, language, score}. `done_by` is the account that has seen to it.
    """

    id: str
    kind: MarkKind
    message_id: str
    conversation_id: str
    question: str
    answer: str
    language: str | None
    marked_by: str
    marked_at: datetime
    note: str = ""
    tried: tuple[Mapping[str, Any], ...] = ()
    done_by: str | None = None
    done_at: datetime | None = None

    def done(self, account_id: str, now: datetime) -> "Mark":
        """See to it; who was first stays."""
        return self if self.done_at is not None else replace(self, done_by=account_id, done_at=now)
