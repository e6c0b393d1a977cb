"""Questions that are asked to see what customers would hear: as a test, an article's own are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

CHANNEL = "trying"
"""Of conversations that nobody has: what is done in them leaves no trace."""


class Outcome(str, Enum):
    """What became of an article when a question was asked."""

    ANSWER = "answer"
    CHOICE = "choice"
    NONE = "none"


class Verdict(str, Enum):
    """What the bot made of a question; OTHER is what no article is for, such as a wish for a person."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`given`: slugs of the article that answered or of those to choose from; `confidence` is of the first found."""

    verdict: Verdict
    intent: str
    confidence: float
    given: tuple[str, ...] = ()

    def outcome(self, slug: str) -> Outcome:
        """Return what this is for an article."""
        if slug not in self.given:
            return Outcome.NONE
        return Outcome.ANSWER if self.verdict is Verdict.SURE else Outcome.CHOICE

    def is_like(self, other: "Decided") -> bool:
        """Whether a customer would be told the same, whatever the words; choices may stand in another order."""
        return (self.verdict, self.intent, set(self.given)) == (other.verdict, other.intent, set(other.given))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuestion:
    """A question that is to find, or not to find, the article `slug`; `language` None leaves it to be detected."""

    id: str
    slug: str
    text: str
    language: str | None
    expected: Outcome
    added_by: str | None
    added_at: datetime


class Reason(str, Enum):
    """Why a question would be answered differently."""

    OTHER_ARTICLE = "other_article"
    LESS_SURE = "less_sure"
    MORE_SURE = "more_sure"
    NOTHING_NEAR = "nothing_near"
    OTHER_CHOICES = "other_choices"
    OTHER_INTENT = "other_intent"


_RANKS = {Verdict.NONE: 0, Verdict.UNSURE: 1, Verdict.SURE: 2}


def reason(before: Decided, after: Decided) -> Reason:
    """Return why two that are not alike differ."""
    if Verdict.OTHER in (before.verdict, after.verdict):
        return Reason.OTHER_INTENT
    if after.verdict is Verdict.NONE:
        return Reason.NOTHING_NEAR
    if before.verdict is after.verdict:
        return Reason.OTHER_ARTICLE if after.verdict is Verdict.SURE else Reason.OTHER_CHOICES
    return Reason.MORE_SURE if _RANKS[after.verdict] > _RANKS[before.verdict] else Reason.LESS_SURE


def renamed(decided: Decided, slugs: Sequence[tuple[str, str]]) -> Decided:
    """Return it with articles by other slugs, pairs of (from, to)."""
    now = dict(slugs)
    given = tuple(now.get(slug, slug) for slug in decided.given)
    return Decided(verdict=decided.verdict, intent=decided.intent, confidence=decided.confidence, given=given)
