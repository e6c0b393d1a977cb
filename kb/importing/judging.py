"""Whose word counts where an import and the editor both have one."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from support.articles import Article
from support.imports import Imported
from support.writing import How, Manuscript, Revision, State, words_of

Key = tuple[str, str]
"""Slug, or what a source calls it, and language."""


class What(str, Enum):
    """What becomes of an article."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    KEPT = "kept"
    """It was changed here, or is somebody else's, and stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is before: this source's articles as they were imported, and all that stands in the editor.

    `revision` looks up a text of a manuscript; it is asked for no more than what differs.
    """

    revision: Callable[[Manuscript, int], Revision]
    imported: Mapping[Key, Imported] = field(default_factory=dict)
    live: Mapping[Key, Article] = field(default_factory=dict)
    manuscripts: Mapping[Key, Manuscript] = field(default_factory=dict)
    owners: Mapping[Key, str] = field(default_factory=dict)
    slugs: frozenset[str] = frozenset()
    """All that articles are called or were."""

    def is_imported(self, manuscript: Manuscript, number: int) -> bool:
        """Whether an import made this text of it."""
        return self.revision(manuscript, number).how is How.IMPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to import: `language` is for articles that do not say theirs.

    `is_draft`: what is new is staged for a person to publish. `is_forced`: what was changed here is overwritten.
    """

    language: str = ""
    is_draft: bool = False
    is_forced: bool = False


def digest(article: Article) -> str:
    """Return what tells two texts of an article apart."""
    parts = [article.title, article.body, article.questions, article.tags]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def judge(article: Article, was: Imported | None, known: Known, manner: Manner) -> tuple[What, str]:
    """Return what becomes of an article that a source has, and why where it is left alone."""
    key = article.slug, article.language
    before = known.manuscripts.get(key)
    if before is None:
        return What.NEW, ""
    if was is None and key in known.owners:
        return What.KEPT, f"{known.owners[key]} has an article {key[0]} in {key[1]} already"
    if _says(article, before, known, manner.is_draft) or _was_offered(article, was, manner):
        return What.SAME, ""
    why = "" if manner.is_forced or _is_back(before, was) else _objection(before, was, known, manner.is_draft)
    if why:
        return What.KEPT, why
    return (What.NEW if before.live is None else What.CHANGED), ""


def _says(article: Article, before: Manuscript, known: Known, is_draft: bool) -> bool:
    """Whether it stands here already: where customers read it, or for a draft also among what is staged."""
    if known.live.get((article.slug, article.language)) == article:
        return True
    return is_draft and before.is_staged and known.revision(before, before.revision).words == words_of(article)


def _was_offered(article: Article, was: Imported | None, manner: Manner) -> bool:
    """Whether writers have had this very text before them: what they made of it is theirs."""
    return manner.is_draft and not manner.is_forced and was is not None and was.digest == digest(article)


def _is_back(before: Manuscript, was: Imported | None) -> bool:
    """Whether the source had taken it away, and no writer."""
    return was is not None and not was.digest and before.state is State.ARCHIVED


def _objection(before: Manuscript, was: Imported | None, known: Known, is_draft: bool) -> str:
    if before.state is State.ARCHIVED:
        return "it was archived here; --force brings it back"
    if is_draft and was is not None and not before.is_staged:
        return ""  # staged beside what is live, it overwrites nothing
    number = before.live if before.live is not None and not is_draft else before.revision
    return "" if known.is_imported(before, number) else "it was changed here; --force overwrites that"


def has_been_written(before: Manuscript, known: Known) -> bool:
    """Whether a writer has made what customers read of it, or what is staged."""
    numbers = {number for number in (before.live, before.revision if before.is_staged else None) if number}
    return not all(known.is_imported(before, number) for number in numbers)
