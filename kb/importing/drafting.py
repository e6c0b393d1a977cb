"""Drafts made live."""

from kb.importing.taking import settled_here
from support.errors import NotFound
from support.events import ArticlesChanged
from support.ports import UnitOfWork


def publish(uow: UnitOfWork, slug: str, language: str | None) -> tuple[str, ...]:
    """Make an article's drafts live, in one language or in all there are; return those. The caller commits.

    Raises: NotFound.
    """
    found = [
        article for article, _ in uow.drafts.all() if article.slug == slug and language in (None, article.language)
    ]
    if not found:
        raise NotFound(f"there is no draft {slug}; `./parley kb drafts list` shows them")
    owners = uow.imports.owners()
    for article in found:
        uow.articles.remove(article.slug, article.language)  # with its passages: they are made anew from the new text
        uow.articles.put(article)
        if (article.slug, article.language) not in owners:  # or the article folder would take it away again
            uow.imports.put(settled_here(article))
    uow.drafts.remove([(article.slug, article.language) for article in found])
    uow.record(ArticlesChanged(slugs=(slug,)))
    return tuple(article.language for article in found)
