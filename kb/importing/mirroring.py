"""The folder of articles, a source like any other: its files are called there by their slugs. The caller commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.importing.judging import Manner, What
from kb.importing.planning import plan
from kb.importing.settling import Settled
from kb.importing.taking import known, take
from support.articles import Article
from support.ports import UnitOfWork
from support.staff import Act

FOLDER = "folder"
"""The source of what lies in the folder of articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """What an import did: the topics that changed, and by slug and language what it left as writers changed it."""

    changed: tuple[str, ...]
    kept: tuple[tuple[str, str], ...] = ()


def mirror(
    uow: UnitOfWork,
    articles: Sequence[Article],
    *,
    now: datetime,
    force: bool = False,
    languages: Sequence[str] = ("en",),
) -> Mirrored:
    """Make what came from the folder say just this; what writers changed since stays, unless by `force`."""
    before = known(uow, FOLDER)
    slugs = uow.moves.all() | {one.topic: one.slug for one in before.imported.values()}
    found = plan(FOLDER, [_settled(article, slugs) for article in articles], before, Manner(is_forced=force))
    changed = take(uow, found, Act(at=now), languages=languages)
    kept = sorted((step.imported.slug, step.imported.language) for step in found.of(What.KEPT))
    return Mirrored(changed=changed, kept=tuple(kept))


def _settled(article: Article, slugs: Mapping[str, str]) -> Settled:
    """Return it under the name that writers gave it since."""
    here = replace(article, slug=slugs.get(article.slug, article.slug))
    return Settled(topic=article.slug, place=f"{article.language}/{article.slug}.md", article=here)
