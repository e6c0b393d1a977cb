"""Links between a source's articles, as links between ours."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

BASE = "https://import.invalid/"
"""Stands for a source's own root, until its links are known to lead to an article."""
ZENDESK = "zendesk:"
WORDPRESS = "wordpress:"
CONFLUENCE = "confluence:"
_LINK = re.compile(r"(?<![!\\])\[((?:[^\[\]\\]|\\.){0,1000})\]\(([^()\s]{1,2000})\)")
_ENDINGS = re.compile(r"(/index)?\.(x?html?|md)$")


def names_of(address: str) -> Iterator[str]:
    """Yield what an address may be called: itself in one form, and by the numbers that programs put into it."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    if found := re.search(r"/hc/(?:[\w-]+/)?articles/(\d+)", parts.path):
        yield ZENDESK + found[1]
    for key in ("p", "page_id"):
        if key in query:
            yield WORDPRESS + query[key][0]
    if "pageId" in query:
        yield CONFLUENCE + query["pageId"][0]
    if parts.scheme in ("http", "https"):
        yield f"{parts.netloc.lower().removeprefix('www.')}{_ENDINGS.sub('', unquote(parts.path)).rstrip('/')}"
    yield address


def linked(markdown: str, slugs: Mapping[str, str]) -> str:
    """Return the text with its links led to articles; `slugs` has them by name. A dead link within is only words."""
    return _LINK.sub(_to(slugs), markdown)


def _to(slugs: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def replaced(link: re.Match[str]) -> str:
        slug = next((slugs[name] for name in names_of(link[2]) if name in slugs), None)
        if slug is not None:
            return f"[{link[1]}](article:{slug})"
        return link[1] if link[2].startswith(BASE) else link[0]

    return replaced
