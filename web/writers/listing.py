"""The list of articles: one row a topic, with how each of its languages stands."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from support.ports import UnitOfWork
from support.writing import Manuscript, Mark, State, Topic, marks
from web.writers.reading import named, order, topic_of

SHOWS = ("all", "staged", "review", "missing", "outdated", "due", "archived")
_AT_ONCE = 100


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
    """A page of rows, how many there are in all, and how many of each kind."""

    rows: Sequence[Row]
    total: int
    counts: dict[str, int]
    has_more: bool


def listing(uow: UnitOfWork, wanted: Wanted, today: date) -> Listing:
    """Return a page of the articles that are asked for, by title."""
    rows = [row for row in _rows(uow, today) if _has(row, wanted.words)]
    counts = {show: sum(_is(row, show, wanted.language) for row in rows) for show in SHOWS}
    found = sorted((row for row in rows if _is(row, wanted.show, wanted.language)), key=lambda row: _fold(row.title))
    start = wanted.page * _AT_ONCE
    shown = found[start : start + _AT_ONCE]
    return Listing(rows=shown, total=len(found), counts=counts, has_more=len(found) > start + _AT_ONCE)


def _rows(uow: UnitOfWork, today: date) -> list[Row]:
    topics = {topic.slug: topic for topic in uow.topics.all()}
    names = named(uow.accounts.all())
    found: dict[str, list[Manuscript]] = defaultdict(list)
    for manuscript in uow.manuscripts.all():
        found[manuscript.slug].append(manuscript)
    usual = {slug: topics.get(slug) or topic_of(uow, slug, group) for slug, group in found.items()}
    return [_row(usual[slug], group, names(usual[slug].owner), today) for slug, group in found.items()]


def _row(topic: Topic, group: Sequence[Manuscript], owner: str | None, today: date) -> Row:
    own = {each.language: each for each in group}
    return Row(
        topic=topic,
        title=own.get(topic.source, group[0]).title,
        marks=marks(own, topic.source, order()),
        states={language: each.state for language, each in own.items()},
        owner=owner,
        is_due=topic.is_due(today),
    )


def _has(row: Row, words: str) -> bool:
    text = _fold(f"{row.title} {row.topic.slug}")
    return all(word in text for word in _fold(words).split())


def _is(row: Row, show: str, language: str) -> bool:
    states = [state for each, state in row.states.items() if language in ("", each)]
    is_gone = all(state is State.ARCHIVED for state in row.states.values())
    if show == "archived":
        return State.ARCHIVED in states
    if show in ("missing", "outdated"):
        return not is_gone and any(mark is Mark(show) for each, mark in row.marks.items() if language in ("", each))
    if show == "all":
        return not is_gone
    if show == "due":
        return row.is_due
    waiting = {State.REVIEW} if show == "review" else {State.DRAFT, State.REVIEW}
    return any(state in waiting for state in states)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
