"""A file or folder of HTML pages: `<language>/<name>.html`, or wherever they lie."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lxml.html import HtmlElement

from kb.importing.archives import File, opened
from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, Fault
from kb.importing.html import markdown, parsed
from kb.importing.linking import BASE
from kb.importing.tags import is_language
from support.errors import BrokenContent

_ENDINGS = (".html", ".htm", ".xhtml")
_MAIN = ("//main", "//*[@role='main']", "//article", "//*[@id='main-content' or @id='content' or @id='main']", "//body")
_LARGEST = 20 * 2**20


def read(path: Path) -> Iterator[Draft | Fault]:
    """Yield a draft for each page; a page that cannot be read is a fault."""
    with opened(path) as files:
        for file in files:
            if file.name.lower().endswith(_ENDINGS):
                yield _page(file)


def _page(file: File) -> Draft | Fault:
    try:
        return draft(decoded(file.read(_LARGEST), file.name), file.name)
    except BrokenContent as fault:
        return Fault.of(fault, file.name, place_of(file.name)[0])


def draft(text: str, name: str) -> Draft:
    """Return what a page says, without what stands around it on every page."""
    tree = parsed(text, name)
    main = _main(tree)
    title = _title(tree, main)
    topic, language = place_of(name)
    return Draft(
        topic=topic,
        place=name,
        title=title,
        body=markdown(main, BASE + name),
        language=language or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        tags=tuple(tag.strip() for tag in _meta(tree, "keywords").split(",") if tag.strip()),
        names=(BASE + name,),
    )


def _main(tree: HtmlElement) -> HtmlElement:
    for path in _MAIN:
        found = tree.xpath(path)
        if len(found) == 1:  # several articles are a page of several
            return found[0]
    return tree


def _title(tree: HtmlElement, main: HtmlElement) -> str:
    """Return the title: the only first heading, taken out of the text, else the page's."""
    headings = main.xpath(".//h1")
    if len(headings) == 1 and headings[0].text_content().strip():
        words = " ".join(headings[0].text_content().split())
        headings[0].drop_tree()
        return words
    return " ".join((tree.findtext(".//title") or "").split())


def _meta(tree: HtmlElement, name: str) -> str:
    found: list[str] = tree.xpath("//meta[@name=$name]/@content", name=name)
    return found[0] if found else ""


def place_of(name: str) -> tuple[str, str]:
    """Return the topic and the language that a file's name says: sv/returns.html, returns.sv.html."""
    path = PurePosixPath(re.sub(r"\.\w+$", "", name))
    folders = [part for part in path.parts[:-1] if is_language(part)]
    stem, _, ending = path.name.rpartition(".")
    if folders:
        rest = [part for part in path.parts if part != folders[0]]
        return "/".join(rest), folders[0]
    if stem and is_language(ending):
        return str(path.parent / stem), ending
    return str(path), ""
