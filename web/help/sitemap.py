"""What search engines read first: all addresses (sitemaps.org), and which of them are none of theirs."""

from xml.sax.saxutils import escape

from support.errors import NotFound
from web.help.catalogue import View
from web.help.paths import article_path, category_path, index_path

MOST = 50_000
"""Addresses in one file, by the protocol."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XML = "application/xml; charset=utf-8"


def sitemap(view: View, site: str) -> str:
    """Return all addresses; above 50,000 of them the list of the files they are in."""
    found = _addresses(view)
    if len(found) <= MOST:
        return _wrapped("urlset", "url", site, found)
    return _wrapped("sitemapindex", "sitemap", site, [f"/sitemaps/{n}.xml" for n in range(-(-len(found) // MOST))])


def part(view: View, site: str, name: str) -> str:
    """Return one of the files. Raises: NotFound."""
    number = name.removesuffix(".xml")
    place = int(number) * MOST if number.isascii() and number.isdigit() and len(number) < 6 else -1
    found = _addresses(view)[place : place + MOST] if place >= 0 else []
    if not found:
        raise NotFound("there is no such sitemap")
    return _wrapped("urlset", "url", site, found)


def robots(site: str) -> str:
    """Return what robots may ask for."""
    closed = ("/desk", "/writers", "/chat/", "/webhooks/", "/sign-in", "/welcome/", "/help/*/search")
    return "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {site}/sitemap.xml", ""])


def _addresses(view: View) -> list[str]:
    shelves = sorted(view.shelves.items())
    own = [index_path(code) for code, _ in shelves]
    categories = [category_path(code, tag) for code, shelf in shelves for tag in shelf.categories]
    return [*own, *categories, *(article_path(language, slug) for slug, language in sorted(view.entries))]


def _wrapped(whole: str, one: str, site: str, paths: list[str]) -> str:
    lines = (f"<{one}><loc>{escape(site + path)}</loc></{one}>" for path in paths)
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{whole} {_SPACE}>", *lines, f"</{whole}>", ""])
