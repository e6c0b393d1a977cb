"""Articles being written: what is staged beside what customers read, and every revision of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from support.articles import Article
from support.errors import Conflict, Overtaken


class State(str, Enum):
    """How far the newest text of an article has come."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class How(str, Enum):
    """What made a revision."""

    WRITTEN = "written"
    RESTORED = "restored"
    IMPORTED = "imported"
    KEPT = "kept"
    """What was staged while an import changed the live text: it stands on top again."""
    MACHINE = "machine"
    """A machine has translated it; a person is to read it."""


class Audience(str, Enum):
    """Who may be told what an article says."""

    PUBLIC = "public"
    AGENTS = "agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What writers change of an article in one language; `body` is Markdown."""

    title: str
    body: str
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a revision changed: which parts, and how many words are in it that were not, and were that are not."""

    parts: tuple[str, ...] = ()
    more: int = 0
    fewer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text as it was once saved. `by`: an account's id, None for an import. `number` grows from 1."""

    slug: str
    language: str
    number: int
    words: Words
    how: How
    at: datetime
    by: str | None = None
    change: Change = field(default_factory=Change)
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """Where an article in one language stands: `revision` is its newest text, `live` the one that customers read.

    `made_from` is the revision of the source that a translation says the same as, None where nobody said.
    """

    slug: str
    language: str
    title: str
    state: State
    revision: int
    changed_at: datetime
    changed_by: str | None = None
    live: int | None = None
    made_from: int | None = None

    @property
    def is_staged(self) -> bool:
        """Whether there is a newer text than the one that customers read."""
        return self.state in (State.DRAFT, State.REVIEW)

    def check(self, began_from: int) -> None:
        """Raises: Overtaken for who began from another text than the newest."""
        if began_from != self.revision:
            raise Overtaken(self.revision)

    def written(self, revision: Revision) -> "Manuscript":
        """Return it with this as its newest text; in review it stays there: who reviews may mend a comma."""
        return replace(
            self,
            title=revision.words.title,
            revision=revision.number,
            state=State.REVIEW if self.state is State.REVIEW else State.DRAFT,
            changed_at=revision.at,
            changed_by=revision.by,
        )

    def submitted(self) -> "Manuscript":
        """Return it waiting for somebody to read it. Raises: Conflict."""
        return self._moved(State.REVIEW, "there is nothing new to review")

    def returned(self) -> "Manuscript":
        """Return it as a draft again. Raises: Conflict."""
        return self._moved(State.DRAFT, "there is nothing staged")

    def published(self) -> "Manuscript":
        """Return it with its newest text live; one that was archived comes back."""
        return replace(self, state=State.PUBLISHED, live=self.revision)

    def archived(self) -> "Manuscript":
        """Return it with nothing live."""
        return replace(self, state=State.ARCHIVED, live=None)

    def _moved(self, state: State, fault: str) -> "Manuscript":
        if not self.is_staged:
            raise Conflict(fault)
        return replace(self, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What holds for an article in all its languages. `source`: the language that it is translated from."""

    slug: str
    source: str
    audience: Audience = Audience.PUBLIC
    owner: str | None = None
    review_by: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether somebody was to have looked at it by now."""
        return self.review_by is not None and self.review_by <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image of an article, on the media shelf under `key`."""

    key: str
    media_type: str
    name: str
    added_by: str
    added_at: datetime


class Mark(str, Enum):
    """How a language of an article stands to its source."""

    SOURCE = "source"
    MISSING = "missing"
    OUTDATED = "outdated"
    UNPUBLISHED = "unpublished"
    FINE = "fine"


def words_of(article: Article) -> Words:
    """Return what writers change of it."""
    return Words(title=article.title, body=article.body, questions=article.questions, tags=article.tags)


def article_of(slug: str, language: str, words: Words) -> Article:
    """Return the article that says these words."""
    return Article(
        slug=slug, language=language, title=words.title, body=words.body, questions=words.questions, tags=words.tags
    )


def source_language(known: Collection[str], said: str | None, languages: Sequence[str]) -> str:
    """Return the language that the others are translated from: the one that was said, else our first that there is."""
    if said in known or not known:
        return said or languages[0]
    return next((language for language in languages if language in known), min(known))


def is_outdated(manuscript: Manuscript, source: Manuscript) -> bool:
    """Whether the source has been published anew since this was made from it; who never said began with the first."""
    return source.live is not None and (manuscript.made_from or 1) < source.live


def marks(found: Mapping[str, Manuscript], source: str, languages: Sequence[str]) -> dict[str, Mark]:
    """Return how each of `languages`, and each that is there besides, stands to the source."""
    every = dict.fromkeys([*languages, *sorted(found)])
    return {language: _mark(found.get(language), found.get(source), language == source) for language in every}


def _mark(own: Manuscript | None, source: Manuscript | None, is_source: bool) -> Mark:
    if own is None or own.state is State.ARCHIVED:
        return Mark.MISSING
    if is_source:
        return Mark.SOURCE
    if source is not None and is_outdated(own, source):
        return Mark.OUTDATED
    return Mark.UNPUBLISHED if own.live is None else Mark.FINE
