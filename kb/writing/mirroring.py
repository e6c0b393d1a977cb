"""A folder of articles into the books, without loss of what writers did meanwhile. The caller commits."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.writing.drafting import newest, stage
from kb.writing.publishing import go_live, take_back
from support.articles import Article
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import How, Manuscript, Origin, State, source_language, words_of

FOLDER = "folder"
"""The source of what lies in the folder of articles."""

Name = tuple[str, str]
"""Slug and language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """What an import did: the topics that changed, and what it left because writers have changed it."""

    changed: tuple[str, ...]
    kept: tuple[Name, ...] = ()


def mirror(
    uow: UnitOfWork,
    articles: Sequence[Article],
    *,
    now: datetime,
    source: str = FOLDER,
    force: bool = False,
    languages: Sequence[str] = ("en",),
) -> Mirrored:
    """Make what came from `source` say just this; what writers changed since stays, unless by `force`.

    The first of `languages` that an article is there in is the one that its others are translated from.
    """
    found = _Mirror(uow, Act(at=now), source, languages)
    return found.run(articles, force)


class _Mirror:
    def __init__(self, uow: UnitOfWork, act: Act, source: str, languages: Sequence[str]) -> None:
        self._uow, self._act, self._source, self._languages = uow, act, source, languages
        self._live = {(article.slug, article.language): article for article in uow.articles.all()}
        self._manuscripts = {(each.slug, each.language): each for each in uow.manuscripts.all()}
        self._origins = {(each.slug, each.language): each for each in uow.origins.all()}
        self._moves = uow.moves.all()
        self._changed: set[str] = set()
        self._kept: list[Name] = []
        self._brought: list[Name] = []

    def run(self, articles: Iterable[Article], force: bool) -> Mirrored:
        """Take them in, one by one."""
        wanted: set[Name] = set()
        for article in articles:
            article = replace(article, slug=self._moves.get(article.slug, article.slug))
            wanted.add((article.slug, article.language))
            self._take(article, force)
        self._compare()
        for name in [name for name in self._origins if name not in wanted]:
            self._leave(name, force)
        return Mirrored(changed=tuple(sorted(self._changed)), kept=tuple(sorted(self._kept)))

    def _take(self, article: Article, force: bool) -> None:
        name = article.slug, article.language
        origin, digest = self._origins.get(name), _digest(article)
        if self._live.get(name) != article:
            if not force and self._is_writers(name):
                self._kept.append(name)
                return
            self._bring(name, article)
        if origin is None or (origin.source, origin.digest) != (self._source, digest):
            self._uow.origins.put(
                Origin(slug=article.slug, language=article.language, source=self._source, digest=digest)
            )

    def _is_writers(self, name: Name) -> bool:
        """Whether what customers read now, or read no longer, is a writer's word."""
        manuscript = self._manuscripts.get(name)
        if manuscript is None:
            return False
        if manuscript.live is None:
            return True
        return self._uow.manuscripts.revision(*name, manuscript.live).how is not How.IMPORTED

    def _bring(self, name: Name, article: Article) -> None:
        """Make it live; what a writer had staged is staged again on top."""
        before = self._manuscripts.get(name)
        staged = newest(self._uow, before) if before is not None and before.is_staged else None
        words = words_of(article)
        made = stage(self._uow, *name, words, self._act, how=How.IMPORTED)
        after = go_live(self._uow, made.published(), words, self._act.at)
        if before is not None and staged is not None and staged != words:
            act = Act(at=self._act.at, by=before.changed_by)
            after = stage(self._uow, *name, staged, act, how=How.KEPT)
            after = replace(after, state=before.state, made_from=before.made_from)
            self._uow.manuscripts.save(after)
        self._manuscripts[name] = after
        self._brought.append(name)
        self._changed.add(article.slug)

    def _compare(self) -> None:
        """Take what was brought for a translation of what its source says now: their order says nothing."""
        for slug, language in self._brought:
            known = {other for name, other in self._manuscripts if name == slug}
            topic = self._uow.topics.find(slug)
            source = source_language(known, topic.source if topic else None, self._languages)
            if source != language:
                manuscript = self._manuscripts[slug, language]
                self._uow.manuscripts.save(replace(manuscript, made_from=self._manuscripts[slug, source].live))

    def _leave(self, name: Name, force: bool) -> None:
        """Archive what came from here and is here no longer."""
        if self._origins[name].source != self._source or name not in self._manuscripts:
            return
        manuscript = self._manuscripts[name]
        if not force and self._has_been_written(manuscript):
            self._kept.append(name)
            return
        take_back(self._uow, manuscript)
        self._uow.origins.remove(*name)
        if manuscript.live is not None:
            self._changed.add(name[0])

    def _has_been_written(self, manuscript: Manuscript) -> bool:
        name = manuscript.slug, manuscript.language
        return manuscript.state is not State.ARCHIVED and (manuscript.is_staged or self._is_writers(name))


def _digest(article: Article) -> str:
    return hashlib.sha256(repr(words_of(article)).encode()).hexdigest()
