"""An import from beginning to end: known, read, planned, and taken in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.importing.drafts import Found
from kb.importing.planning import How, Known, Plan, Step, What, digest, plan
from kb.importing.settling import Detect, Slugs, settle
from support.articles import Article
from support.events import ArticlesChanged
from support.imports import HERE, Imported
from support.ports import UnitOfWork


def known(uow: UnitOfWork, source: str) -> Known:
    """Return what there is before an import from a source."""
    return Known(
        imported={(one.topic, one.language): one for one in uow.imports.of(source)},
        live={(article.slug, article.language): article for article in uow.articles.all()},
        drafts={(article.slug, article.language): article for article, _ in uow.drafts.all()},
        owners=uow.imports.owners(),
    )


def planned(source: str, found: Iterable[Found], before: Known, detect: Detect, how: How) -> Plan:
    """Return what an import would change. Reads all that `found` yields."""
    own = {one.topic: one.slug for one in before.imported.values()}
    taken = {slug for slug, _ in (*before.live, *before.drafts, *before.owners)} - set(own.values())
    settled = settle(found, Slugs(own, taken), detect, how.language)
    return plan(source, settled, before, how)


def take(uow: UnitOfWork, plan: Plan, *, is_draft: bool = False) -> tuple[str, ...]:
    """Do what was planned and return the slugs whose live texts changed. The caller commits.

    `is_draft`: new and changed texts are laid aside for a person to publish.
    """
    origin = f"import {plan.source}"[:64]
    for step in plan.of(What.NEW, What.CHANGED):
        _put(uow, step, origin if is_draft else None)
    for step in plan.of(What.SAME):
        uow.imports.put(step.imported)  # its mark may be another
    gone = plan.of(What.GONE)
    for step in gone:
        _remove(uow, step.imported)
    changed = [*gone, *(() if is_draft else plan.of(What.NEW, What.CHANGED))]
    slugs = tuple(sorted({step.imported.slug for step in changed}))
    if slugs:
        uow.record(ArticlesChanged(slugs=slugs))
    return slugs


def _put(uow: UnitOfWork, step: Step, origin: str | None) -> None:
    if step.article is None:
        return
    key = (step.article.slug, step.article.language)
    if origin is not None:
        uow.drafts.put(step.article, origin)
    else:
        uow.articles.remove(*key)  # with its passages: they are made anew from the new text
        uow.articles.put(step.article)
        uow.drafts.remove([key])
    uow.imports.put(step.imported)


def settled_here(article: Article) -> Imported:
    """Return what says that an article is nobody's but ours."""
    language, slug = article.language, article.slug
    return Imported(source=HERE, topic=slug, language=language, slug=slug, digest=digest(article))


def leave(uow: UnitOfWork, came: Sequence[Imported]) -> None:
    """Let what came from a source stay as ours. The caller commits."""
    for one in came:
        uow.imports.remove(one)
        uow.imports.put(replace(one, source=HERE, topic=one.slug, mark=""))


def remove(uow: UnitOfWork, came: Sequence[Imported]) -> None:
    """Take away all that came from a source. The caller commits."""
    for one in came:
        _remove(uow, one)
    if came:
        uow.record(ArticlesChanged(slugs=tuple(sorted({one.slug for one in came}))))


def _remove(uow: UnitOfWork, was: Imported) -> None:
    uow.articles.remove(was.slug, was.language)
    uow.drafts.remove([(was.slug, was.language)])
    uow.imports.remove(was)
