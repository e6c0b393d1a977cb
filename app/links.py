"""Links in articles and answers: `article:slug` to a help page, `picture:key` to an image, `/...` to a page of ours."""

import re

from app.settings import settings

_ARTICLE = re.compile(r"\]\(article:([a-z0-9-]+)\)")
_PICTURE = re.compile(r"\]\(picture:([0-9a-f]{64})")


def linked(markdown: str, language: str) -> str:
    """Return Markdown in which `[text](article:slug)` leads to that article's help page in `language`.

    `![what is seen](picture:key)` shows an image of ours.
    """
    return _PICTURE.sub(r"](/pictures/\1", _ARTICLE.sub(rf"](/help/{language}/\1)", markdown))


def absolute(url: str) -> str | None:
    """Return a link that works outside our pages, or None for one of ours while PARLEY_PUBLIC_URL is not set."""
    if not url.startswith("/"):
        return url
    return f"{settings().public_url}{url}" if settings().public_url else None
