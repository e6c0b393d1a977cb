"""A Confluence space's export: the .zip of its XML backup, or of its HTML pages.

https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from lxml.etree import _Element
from lxml.html import HtmlElement

from kb.importing import pages
from kb.importing.archives import File, opened
from kb.importing.drafts import Draft, Drafts, Fault
from kb.importing.html import markdown, parsed
from kb.importing.linking import BASE, CONFLUENCE
from kb.importing.xml import elements

_ENTITIES = "entities.xml"
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_EMPTY = re.compile(r"<((?:ac|ri):[\w-]+)([^<>]*)/>")
_BOXES = frozenset({"info", "note", "tip", "warning", "panel"})
_CODE = frozenset({"code", "noformat"})
_FOLDS = frozenset({"expand", "excerpt", "section", "column", "details"})
_NO_PAGES = frozenset({"index.html"})
_SPACE = re.compile(r"^[^:]{1,200} : (?=\S)")
_NUMBER = re.compile(r"(?:^|_)(\d{4,})\.html$")


def read(path: Path) -> Drafts:
    """Yield a draft for each page as it stands now. Raises: BrokenContent, with the line."""
    with opened(path) as files:
        backup = next((file for file in files if file.name.rpartition("/")[2] == _ENTITIES), None)
        if backup is not None:
            yield from _of_backup(backup)
            return
    yield from (_of_page(found) for found in pages.read(path) if _is_page(found))


def _is_page(found: Draft | Fault) -> bool:
    return found.place.rpartition("/")[2] not in _NO_PAGES


def _of_page(found: Draft | Fault) -> Draft | Fault:
    """Return an exported HTML page as a draft: without the space in its title, by its number."""
    if isinstance(found, Fault):
        return found
    number = _NUMBER.search(found.place)
    names = (*found.names, *([CONFLUENCE + number[1]] if number else []))
    topic = number[1] if number else found.topic
    return replace(found, title=_SPACE.sub("", found.title), topic=topic, names=names, language="")


def _of_backup(file: File) -> Drafts:
    """Read it twice: a page's text may stand before its title, and all texts together be larger than memory."""
    titles = dict(_titles(file))
    with file.open() as source:
        for element in elements(source, ("object",), file.name):
            if element.get("class") == "BodyContent":
                number = _text(element, "property[@name='content']/id")
                if number in titles:
                    body = _text(element, "property[@name='body']")
                    yield _draft(f"{file.name}:{element.sourceline}", number, titles[number], body)


def _titles(file: File) -> Iterator[tuple[str, str]]:
    with file.open() as source:
        for element in elements(source, ("object",), file.name):
            if element.get("class") == "Page" and _is_current(element):
                yield _text(element, "id"), _text(element, "property[@name='title']")


def _is_current(page: _Element) -> bool:
    """Whether it is neither a draft, nor deleted, nor a former version, which names the one that came after it."""
    status = _text(page, "property[@name='contentStatus']") or "current"
    return status == "current" and not _text(page, "property[@name='originalVersion']/id")


def _text(element: _Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else (found.text or "").replace("]] >", "]]>").strip()


def _draft(place: str, number: str, title: str, body: str) -> Draft | Fault:
    if not title or not body:
        return Fault(place=place, cause=f"page {number} has no {'text' if title else 'title'}")
    tree = parsed(_EMPTY.sub(r"<\1\2></\1>", _CDATA.sub(lambda found: escape(found[1]), body)), place)
    for element in list(tree.iter()):
        if element.getparent() is not None:  # or it went with what it stood in
            _translate(element)
    return Draft(
        topic=number,
        place=place,
        title=title,
        body=markdown(tree),
        names=(CONFLUENCE + number, _address(title)),
    )


def _address(title: str) -> str:
    """Return what stands for a page in links: Confluence names it by its title."""
    return f"{BASE}title/{quote(title, safe='')}"


def _translate(element: HtmlElement) -> None:
    """Make HTML of one of Confluence's own elements; those that show nothing of their own go with their content."""
    tag = str(element.tag)
    if tag == "ac:link":
        _translate_link(element)
    elif tag == "ac:structured-macro":
        _translate_macro(element)
    elif tag in ("ac:parameter", "ac:image", "ac:emoticon", "ac:placeholder", "ac:task-id", "ac:task-status"):
        element.drop_tree()
    elif tag == "ac:task":
        element.tag = "li"
    elif tag == "ac:task-list":
        element.tag = "ul"


def _translate_link(element: HtmlElement) -> None:
    page = _child(element, "ri:page")
    title = page.get("ri:content-title") if page is not None else None
    element.tag = "a"
    if title:
        element.set("href", _address(title))
    if not element.text_content().strip():
        element.text = title or ""


def _child(element: HtmlElement, tag: str) -> HtmlElement | None:
    """Return the first child of a tag; a colon in it means nothing in HTML, but does in a path."""
    return next((child for child in element.iter() if child.tag == tag), None)


def _translate_macro(element: HtmlElement) -> None:
    name = element.get("ac:name") or ""
    if name in _CODE:
        text = _child(element, "ac:plain-text-body")
        words = "" if text is None else text.text_content()
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "pre", words
    elif name in _BOXES:
        element.tag = "blockquote"
    elif name in _FOLDS:
        element.tag = "div"
    else:  # a list of pages, a chart, HTML of somebody's own
        element.drop_tree()
