"""The list of articles: one row a topic, with how each of its languages stands."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from kb.gaps.figures import figures
from support.askings import Figures
from support.ports import UnitOfWork
from support.writing import Manuscript, Mark, State, Topic, marks
from web.writers.reading import named, order, usual

SHOWS = ("all", "staged", "review", "missing", "outdated", "due", "archived")
_AT_ONCE = 50
"""Rows of a page; with eight languages each, some 90 kB."""

_FARED = timedelta(days=90)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles: with these words, of this kind, as they stand in this language or in any; `page` from 0."""

    words: str = ""
    show: str = "all"
    language: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article in all its languages."""

    topic: Topic
    title: str
    words: str
    marks: dict[str, Mark]
    states: dict[str, State]
    owner: str | None
    is_due: bool

    @property
    def language(self) -> str:
        """Where the row leads: to the source, or what there is of it."""
        return self.topic.source if self.topic.source in self.states else min(self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of rows, how many there are in all, and how many of each kind; `figures` are of the last 90 days."""

    rows: Sequence[Row]
    total: int
    counts: dict[str, int]
    has_more: bool
    figures: dict[str, Figures]


def listing(uow: UnitOfWork, wanted: Wanted, now: datetime) -> Listing:
    """Return a page of the articles that are asked for, by title."""
    words = _fold(wanted.words).split()
    rows = [row for row in _rows(uow, now.date()) if _has(row, words)]
    counts = {show: sum(_is(row, show, wanted.language) for row in rows) for show in SHOWS}
    found = sorted((row for row in rows if _is(row, wanted.show, wanted.language)), key=lambda row: _fold(row.title))
    start = wanted.page * _AT_ONCE
    shown = found[start : start + _AT_ONCE]
    fared = figures(uow, {row.topic.slug for row in shown}, now - _FARED)
    more = len(found) > start + _AT_ONCE
    return Listing(rows=shown, total=len(found), counts=counts, has_more=more, figures=fared)


def _rows(uow: UnitOfWork, today: date) -> list[Row]:
    topics = {topic.slug: topic for topic in uow.topics.all()}
    names = named(uow.accounts.all())
    found: dict[str, list[Manuscript]] = defaultdict(list)
    for manuscript in uow.manuscripts.all():
        found[manuscript.slug].append(manuscript)
    ours = order()
    stands = {slug: topics.get(slug) or usual(slug, group, ours) for slug, group in found.items()}
    return [_row(stands[slug], group, names(stands[slug].owner), today, ours) for slug, group in found.items()]


def _row(topic: Topic, group: Sequence[Manuscript], owner: str | None, today: date, ours: Sequence[str]) -> Row:
    own = {each.language: each for each in group}
    return Row(
        topic=topic,
        title=own.get(topic.source, group[0]).title,
        words="\n".join([topic.slug, *(each.title for each in group)]),
        marks=marks(own, topic.source, ours),
        states={language: each.state for language, each in own.items()},
        owner=owner,
        is_due=topic.is_due(today),
    )


def _has(row: Row, words: Sequence[str]) -> bool:
    """Whether all the words are in its address or its titles, in whichever language."""
    if not words:
        return True
    text = _fold(row.words)
    return all(word in text for word in words)


def _is(row: Row, show: str, language: str) -> bool:
    if show == "due":
        return row.is_due
    states = _of(row.states, language)
    if show == "archived":
        return State.ARCHIVED in states
    if show in ("review", "staged"):
        return State.REVIEW in states or (show == "staged" and State.DRAFT in states)
    is_gone = set(row.states.values()) == {State.ARCHIVED}
    return not is_gone and (show == "all" or Mark(show) in _of(row.marks, language))


def _of(found: Mapping[str, Value], language: str) -> Collection[Value]:
    """Return what stands for a language, or for all of them."""
    if not language:
        return found.values()
    return [found[language]] if language in found else []


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
