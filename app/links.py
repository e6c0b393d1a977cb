"""Links in articles and answers: `article:slug` to a help page, `picture:key` to an image, `/...` to a page of ours."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.settings import settings

_ARTICLE = re.compile(r"article:([a-z0-9-]+)")
_PICTURE = re.compile(r"picture:([0-9a-f]{64})")


def parsed(parser: MarkdownIt, markdown: str, language: str) -> list[Token]:
    """Return what a text consists of, with its links leading to pages in `language` and to images of ours.

    However they are written: with a title, by reference, between angle brackets; and what is code stays as it is.
    """
    tokens = parser.parse(markdown)
    for token in _inline(tokens):
        for name in ("href", "src"):
            if (address := token.attrGet(name)) is not None:
                token.attrSet(name, linked(str(address), language))
    return tokens


def linked(address: str, language: str) -> str:
    """Return where an address of an article leads: a help page in `language`, an image, or itself."""
    if found := _ARTICLE.fullmatch(address):
        return f"/help/{language}/{found[1]}"
    found = _PICTURE.fullmatch(address)
    return f"/pictures/{found[1]}" if found else address


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inline(token.children or ())


def absolute(url: str) -> str | None:
    """Return a link that works outside our pages, or None for one of ours while PARLEY_PUBLIC_URL is not set."""
    if not url.startswith("/"):
        return url
    return f"{settings().public_url}{url}" if settings().public_url else None
