"""What customers asked, what became of it, and the gaps in the knowledge base that it shows."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

HALF_LIFE = timedelta(days=14)
"""Who asked so long ago counts half."""


class Outcome(str, Enum):
    """What became of a question."""

    ANSWERED = "answered"
    HELPFUL = "helpful"
    OFFERED = "offered"
    """The bot was unsure, and what it offered was not taken."""
    NOTHING = "nothing"
    UNHELPFUL = "unhelpful"
    PERSON = "person"


GAPS = frozenset({Outcome.OFFERED, Outcome.NOTHING, Outcome.UNHELPFUL, Outcome.PERSON})
"""What a writer may do something about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question of a customer's, told without what says who they are.

    `id` is its message's. `found` are the articles that were nearest, best first, and `shown` those of them that were
    given or offered. `gap`: the one it is in.
    """

    id: str
    conversation_id: str
    text: str
    language: str
    asked_at: datetime
    outcome: Outcome
    found: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    gap: str | None = None

    def ended(self, outcome: Outcome) -> "Asking":
        """Return it with what became of it; who was helped by one answer and not by the next was not helped."""
        return replace(self, outcome=outcome)

    def chose(self, slug: str) -> "Asking":
        """Return it answered by the article that was chosen of those that were offered."""
        return replace(self, outcome=Outcome.ANSWERED, shown=(slug, *(each for each in self.shown if each != slug)))


class GapState(str, Enum):
    """What writers made of a gap."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """An article is being written."""
    POINTED = "pointed"
    """An article answers it; the phrasing was added there."""
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions that mean the same. `vector`: little-endian float32, by which later ones are known for more of it.

    `slug` and `language` name the article that was begun or pointed to.
    """

    id: str
    vector: bytes
    state: GapState = GapState.OPEN
    slug: str | None = None
    language: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def decided(self, state: GapState, by: str | None, at: datetime, article: tuple[str, str] | None = None) -> "Gap":
        """Return it with what a writer made of it."""
        slug, language = article or (None, None)
        return replace(self, state=state, decided_by=by, decided_at=at, slug=slug, language=language)

    def opened(self) -> "Gap":
        """Return it as nobody has decided on it."""
        return Gap(id=self.id, vector=self.vector)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How often an article was shown, judged, and left for a person."""

    shown: int = 0
    helpful: int = 0
    unhelpful: int = 0
    person: int = 0

    def plus(self, outcome: Outcome, count: int) -> "Figures":
        """Return them with so many more questions that it was shown for and that ended so."""
        return Figures(
            shown=self.shown + count,
            helpful=self.helpful + count * (outcome is Outcome.HELPFUL),
            unhelpful=self.unhelpful + count * (outcome is Outcome.UNHELPFUL),
            person=self.person + count * (outcome is Outcome.PERSON),
        )


def weight(latest: Mapping[str, datetime], now: datetime) -> float:
    """Return how much a gap matters: its people, each by how long ago they last asked."""
    return sum(math.pow(0.5, max(now - at, timedelta()) / HALF_LIFE) for at in latest.values())


def weeks(times: Collection[datetime], now: datetime, count: int) -> list[int]:
    """Return how many questions there were in each of the last weeks, the newest last."""
    ages = [(now - at) // timedelta(weeks=1) for at in times]
    return [sum(age == back for age in ages) for back in reversed(range(count))]
