"""A site by its sitemap, by a list of addresses, or a page by itself; of each page the main text."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml.html import HtmlElement

from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, Drafts, Fault, Unchanged
from kb.importing.fetching import Page, Web, plain
from kb.importing.html import from_html, parsed
from kb.importing.xml import elements
from support.errors import BrokenContent, ParleyError, Refused

_MOST_PAGES = 10_000
_MOST_SITEMAPS = 100
_LARGEST_SITEMAP = 50 * 2**20
"""A sitemap's own limit, unpacked (sitemaps.org)."""
_PAGES = ("text/html", "application/xhtml+xml", "")
_GONE = (404, 410)
_TITLE_ENDS = re.compile(r"\s+[|\u2013\u2014·»-]\s+")


def read(address: str, web: Web, marks: Mapping[str, str]) -> Drafts:
    """Yield a draft for each page; `marks`, by topic, ask the site's server whether it has changed.

    `address` is a sitemap's, a site's whose robots.txt names one, a page's, or a file with an address a line.
    """
    number = 0
    seen: set[str] = set()
    for url in _addresses(address, web):
        if url in seen:
            continue
        seen.add(url)
        number += 1
        if number > _MOST_PAGES:
            yield Fault(place=address, cause=f"names more than {_MOST_PAGES} pages; the others were left out")
            return
        yield _page(url, web, marks)


def _addresses(address: str, web: Web) -> Iterator[str]:
    if not address.startswith(("http://", "https://")):
        yield from _listed(Path(address))
        return
    is_page = False
    waiting, seen = [address], set[str]()
    while waiting and len(seen) < _MOST_SITEMAPS:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        pages, maps = _sitemap(here, web, is_first=len(seen) == 1)
        is_page = is_page or (len(seen) == 1 and not pages and not maps)
        yield from pages
        waiting += maps
    if is_page:
        yield address


def _listed(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise BrokenContent(f"{path}: there is no such file")
    for number, line in enumerate(decoded(path.read_bytes(), str(path)).splitlines(), 1):
        url = line.strip()
        if url and not url.startswith("#"):
            try:
                yield plain(url)
            except Refused as error:
                raise BrokenContent(f"{path}:{number}: {error}") from error


def _sitemap(url: str, web: Web, *, is_first: bool) -> tuple[list[str], list[str]]:
    """Return the pages and the sitemaps that an address names; of a site's front page those of its robots.txt.

    Raises: BrokenContent.
    """
    is_front = urlsplit(url).path in ("", "/")
    if is_first and is_front and (named := web.robots(url).sitemaps):
        return [], [urljoin(url, name) for name in named]
    try:
        page = web.page(url)
        body = _unpacked(page.body or b"")
    except ParleyError as error:
        raise BrokenContent(f"{url}: {error}") from error
    if page.status in _GONE:
        raise BrokenContent(f"{url}: says {page.status}: it is not there")
    if not _is_xml(page, body):
        if is_first:
            return [], []
        raise BrokenContent(f"{url}: is no sitemap")
    return _of_sitemap(url, body)


def _is_xml(page: Page, body: bytes) -> bool:
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        b"<urlset" in head or b"<sitemapindex" in head or ("xml" in page.media_type and "html" not in page.media_type)
    )


def _of_sitemap(url: str, body: bytes) -> tuple[list[str], list[str]]:
    """Take what a sitemap names on its own site; one may name no others (sitemaps.org, location)."""
    pages: list[str] = []
    maps: list[str] = []
    tags = ("{*}loc",)
    for element in elements(io.BytesIO(body), tags, url):
        parent = element.getparent()
        kind = "" if parent is None else str(parent.tag).rpartition("}")[2]
        target = urljoin(url, (element.text or "").strip())
        if urlsplit(target).hostname == urlsplit(url).hostname and kind in ("url", "sitemap"):
            (pages if kind == "url" else maps).append(target)
    return pages, maps


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            whole = packed.read(_LARGEST_SITEMAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenContent(f"is no whole .gz ({error})") from error
    if len(whole) > _LARGEST_SITEMAP:
        raise BrokenContent(f"unpacks to more than {_LARGEST_SITEMAP // 2**20} MB")
    return whole


def _page(url: str, web: Web, marks: Mapping[str, str]) -> Draft | Fault | Unchanged:
    try:
        page = web.page(url, marks.get(url, ""))
        if page.status in _GONE:
            return Fault(place=url, cause=f"says {page.status}: it is gone", topic="")
        if page.status == 304:
            return Unchanged(topic=url)
        if page.media_type not in _PAGES:
            raise Refused(f"is no page but {page.media_type}")
        return draft(url, page)
    except ParleyError as error:
        return Fault(place=url, cause=str(error).removeprefix(f"{url}: "), topic=url)


def draft(url: str, page: Page) -> Draft:
    """Return a page's main text. Raises: BrokenContent where there is none."""
    text = decoded(_with_charset(page), url)
    tree = parsed(text, url)
    main = trafilatura.extract(
        text,
        url=page.url,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_formatting=True,
        include_images=False,
    )
    title = _title(tree)
    body = _without_title(from_html(main or "", page.url), title)
    if not body.strip():
        raise BrokenContent(f"{url}: has no main text")
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    names = (url, page.url, *([urljoin(page.url, canonical)] if canonical else []))
    return Draft(
        topic=url,
        place=url,
        title=title,
        body=body,
        language=tree.get("lang") or "",
        names=names,
        mark=page.mark,
    )


def _with_charset(page: Page) -> bytes:
    """Return the body as UTF-8 where the server says in which other encoding it is."""
    body = page.body or b""
    said = re.search(r"charset=[\"']?([\w-]+)", page.headers.get("content-type", ""), re.IGNORECASE)
    if said is None or said[1].lower() in ("utf-8", "utf8"):
        return body
    try:
        return body.decode(said[1]).encode()
    except (LookupError, UnicodeError):
        return body


def _title(tree: HtmlElement) -> str:
    """Return the only first heading, else the page's title without the site's name."""
    headings = [" ".join(found.text_content().split()) for found in tree.xpath("//h1")]
    whole = " ".join((tree.findtext(".//title") or "").split())
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return _TITLE_ENDS.split(whole)[0] or whole


def _without_title(body: str, title: str) -> str:
    first, _, rest = body.partition("\n\n")
    return rest if first.lstrip("#").strip() == title else body
