"""The gap report: what customers asked in vain, by how many asked and how recently."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from support.askings import GAPS, Asking, Gap, GapState, Outcome, weeks, weight
from support.ports import UnitOfWork

WINDOW = timedelta(weeks=12)
_WEEKS = 12
_EXAMPLES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A gap with what there is to say of it; `examples` newest first, one of each wording.

    `near` is the article that was found for most of it.
    """

    gap: Gap
    people: int
    count: int
    weight: float
    latest: datetime
    outcomes: tuple[tuple[Outcome, int], ...]
    languages: tuple[tuple[str, int], ...]
    weeks: tuple[int, ...]
    examples: tuple[Asking, ...]
    near: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which gaps: in this state, with this outcome, in this language, or any."""

    state: GapState = GapState.OPEN
    outcome: Outcome | None = None
    language: str = ""


def report(uow: UnitOfWork, wanted: Wanted, now: datetime) -> list[Entry]:
    """Return the gaps, what matters most first."""
    outcomes = GAPS if wanted.outcome is None else {wanted.outcome}
    asked = defaultdict(list)
    for asking in uow.askings.since(now - WINDOW, outcomes):
        if asking.gap is not None and wanted.language in ("", asking.language):
            asked[asking.gap].append(asking)
    gaps = (gap for gap in uow.gaps.all() if gap.state is wanted.state and gap.id in asked)
    return sorted((entry(gap, asked[gap.id], now) for gap in gaps), key=lambda each: (-each.weight, each.gap.id))


def entry(gap: Gap, askings: Sequence[Asking], now: datetime) -> Entry:
    """Return what there is to say of a gap; `askings` are its questions, newest first."""
    latest: dict[str, datetime] = {}
    for asking in askings:
        latest.setdefault(asking.conversation_id, asking.asked_at)
    near = Counter(asking.found[0] for asking in askings if asking.found).most_common(1)
    return Entry(
        gap=gap,
        people=len(latest),
        count=len(askings),
        weight=weight(latest, now),
        latest=askings[0].asked_at,
        outcomes=_counted(asking.outcome for asking in askings),
        languages=_counted(asking.language for asking in askings),
        weeks=tuple(weeks([asking.asked_at for asking in askings], now, _WEEKS)),
        examples=tuple({asking.text.casefold(): asking for asking in reversed(askings)}.values())[
            : -_EXAMPLES - 1 : -1
        ],
        near=near[0][0] if near else None,
    )


def _counted(items: Iterable) -> tuple:
    return tuple(Counter(items).most_common())
