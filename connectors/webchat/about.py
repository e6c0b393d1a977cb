"""Which help article a customer had before them as they wrote: the page says so, and it need not be true."""

import re
from typing import Any

from support.ports import Books

_ARTICLE = re.compile(r"([a-z]{2,3})/([a-z0-9-]{1,128})")


def article(books: Books, told: Any) -> dict[str, str] | None:
    """Return {slug, language, title} for `<language>/<slug>`; None for what is no article that everybody may read."""
    named = _ARTICLE.fullmatch(told) if isinstance(told, str) else None
    if named is None:
        return None
    language, slug = named.groups()
    with books.reading() as uow:
        title = uow.articles.titles([slug], language).get(slug)
    return None if title is None else {"slug": slug, "language": language, "title": title}
