"""The article folder and the knowledge base, one the other's mirror."""

from collections.abc import Sequence

from support.articles import Article
from support.events import ArticlesChanged
from support.ports import UnitOfWork


def mirror(uow: UnitOfWork, articles: Sequence[Article]) -> tuple[str, ...]:
    """Make the shelf hold just these articles, beside those imported from elsewhere; return the slugs that changed.

    The caller commits.
    """
    elsewhere = uow.imports.owners()
    known = {(article.slug, article.language): article for article in uow.articles.all()}
    wanted = {(article.slug, article.language): article for article in articles}
    changed = [key for key, article in wanted.items() if known.get(key) != article]
    removed = [key for key in known if key not in wanted and key not in elsewhere]
    for key in [*changed, *removed]:
        uow.articles.remove(*key)  # with its passages: they are made anew from the new text
    for key in changed:
        uow.articles.put(wanted[key])
    slugs = tuple(sorted({slug for slug, _ in [*changed, *removed]}))
    if slugs:
        uow.record(ArticlesChanged(slugs=slugs))
    return slugs
