"""WordPress's export (WXR): published posts and pages, with Polylang's languages.

https://wordpress.org/documentation/article/tools-export-screen/
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from lxml.etree import QName, _Element

from kb.importing.archives import File, opened
from kb.importing.drafts import Draft, Drafts, Fault
from kb.importing.html import from_html
from kb.importing.linking import WORDPRESS
from kb.importing.xml import elements

_NO_TEXTS = frozenset({"attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"})
"""Kinds of posts that nobody reads; so are those of WordPress's own, `wp_...`."""
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?/?\](?!\()")
_BLOCK = re.compile(r"<(p|div|ul|ol|table|h[1-6]|pre|blockquote)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n")


def read(path: Path) -> Drafts:
    """Yield a draft for each published post and page. Raises: BrokenContent, with the line."""
    with opened(path) as files:
        for file in files:
            if file.name.lower().endswith(".xml"):
                with file.open() as source:
                    yield from _drafts(source, file)


def _drafts(source: BinaryIO, file: File) -> Drafts:
    language = ""
    for element in elements(source, ("item", "language"), file.name):
        if element.tag == "language":
            language = language or (element.text or "")
        elif _is_published(said := dict(_said(element))):
            yield _draft(f"{file.name}:{element.sourceline}", said, list(element.iter("category")), language)


def _said(item: _Element) -> Iterator[tuple[str, str]]:
    """Yield what is said of a post; the names' namespaces carry WordPress's version, so they are left aside."""
    for child in reversed(item):  # of two `encoded` the first is the content, the second an excerpt
        if isinstance(child.tag, str):
            name = QName(child)
            is_excerpt = "excerpt" in (name.namespace or "")
            yield f"{'excerpt' if is_excerpt else name.localname}", child.text or ""


def _is_published(said: dict[str, str]) -> bool:
    kind = said.get("post_type", "post")
    is_text = kind not in _NO_TEXTS and not kind.startswith("wp_")
    return is_text and said.get("status", "publish") == "publish" and not said.get("post_password")


def _draft(place: str, said: dict[str, str], labels: list[_Element], language: str) -> Draft | Fault:
    title, body = said.get("title", ""), said.get("encoded", "")
    if not title.strip() or not body.strip():
        return Fault(place=place, cause=f"post {said.get('post_id', '')} has no {'text' if title.strip() else 'title'}")
    named = {label.get("domain"): label.get("nicename") or "" for label in labels}
    tags = (label.text or "" for label in labels if label.get("domain") not in ("language", "post_translations"))
    number = said.get("post_id", "")
    return Draft(
        topic=named.get("post_translations") or number or said.get("guid", title),
        place=place,
        title=html.unescape(title),
        body=from_html(_html(body), said.get("link", "")),
        language=named.get("language") or language,
        slug=unquote(said.get("post_name", "")),
        tags=tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip() and tag.strip() != "Uncategorized")),
        names=tuple(filter(None, [WORDPRESS + number, said.get("link", ""), said.get("guid", "")])),
    )


def _html(body: str) -> str:
    """Return a post's HTML; one of the old editor's leaves its paragraphs to empty lines, as WordPress's autop does."""
    text = _SHORTCODE.sub("", body.replace("\r\n", "\n"))
    if _BLOCK.search(text) and "<!-- wp:" in text:
        return text
    parts = (part.strip() for part in _PARAGRAPHS.split(text))
    return "\n".join(part if _BLOCK.match(part) else f"<p>{_broken(part)}</p>" for part in parts if part)


def _broken(paragraph: str) -> str:
    return paragraph if _BLOCK.search(paragraph) else paragraph.replace("\n", "<br>")
