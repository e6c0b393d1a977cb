"""What must not stand in an article: what would run, or lead where no link may."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": True})
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # it would hide what we look for
_ACTIVE = re.compile(
    r"<\s*/?\s*(script|iframe|frame|object|embed|applet|form|meta|link|base|style|svg|math|template)\b|<[^>]*\son\w+\s*=",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*)\s*:", re.IGNORECASE)
SCHEMES = frozenset({"http", "https", "mailto", "tel", "article"})
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f]")
"""Browsers leave these out of an address, so that `java\tscript:` is one."""


def is_harmless(address: str) -> bool:
    """Whether a link or picture may lead there; an address without a scheme is within the same site."""
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def dangers(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the line, from 1, and what is wrong there. What stands in code is shown and never runs."""
    for token in _markdown.parse(markdown):
        at = (token.map or [0])[0] + 1
        for part in (token, *(token.children or ())):
            if fault := _danger(part):
                yield at, fault


def _danger(token: Token) -> str | None:
    if token.type in ("html_block", "html_inline"):
        found = _ACTIVE.search(token.content)
        return f"holds HTML that could run ({found[0].strip()[:40]})" if found else None
    address = str(token.attrGet("href") or token.attrGet("src") or "")
    return None if is_harmless(address) else f"links to {address[:40]!r}; only {', '.join(sorted(SCHEMES))} are taken"
