"""HTML as Markdown: what an article can be made of is kept, all else is left out, so nothing in it can run."""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urljoin

from lxml import html
from lxml.etree import Comment, Entity, LxmlError, ProcessingInstruction
from lxml.html import HtmlElement

from kb.importing.dangers import is_harmless
from support.errors import BrokenContent

_LEFT_OUT = {
    *("script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet", "svg", "math"),
    *("head", "form", "input", "button", "select", "textarea", "audio", "video", "canvas", "nav", "dialog"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "address"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "blockquote", "pre", "hr", "body", "html", "details", "summary"),
    *("tr", "td", "th", "thead", "tbody", "tfoot", "caption", "center", "fieldset"),
    *_HEADINGS,
}
_STRESS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_ESCAPED = re.compile(r"([\\`*\[\]]|<(?=[a-zA-Z/!?])|\b_|_\b)")
_BEGINS = re.compile(r"^(\d{0,9})([#>+.)-]|=+)(?=\s|#|$)", re.MULTILINE)
"""What would make a list, a heading or a quotation of a paragraph."""
_LOOSE = re.compile(r"\n\n(?=(?:- |\d+\. ))")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LONGEST_ADDRESS = 2000


def parsed(text: str, place: str) -> HtmlElement:
    """Return a page's tree. Raises: BrokenContent for what holds nothing at all."""
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError) as error:
        raise BrokenContent(f"{place}: holds no HTML") from error


def markdown(root: HtmlElement, base: str = "") -> str:
    """Return an element's content as Markdown; relative links are completed with `base`."""
    return "\n\n".join(block for block in _blocks(root, base) if block.strip())


def from_html(text: str, base: str = "") -> str:
    """Return a piece of HTML as Markdown, "" for nothing."""
    return markdown(parsed(text, "HTML"), base) if text.strip() else ""


def _blocks(root: HtmlElement, base: str) -> Iterator[str]:
    """Yield the blocks below an element; words between blocks are a paragraph of their own."""
    for is_block, parts in groupby(_parts(root), key=_is_block):
        if not is_block:
            yield _paragraph("".join(_inline(part, base) for part in parts))
            continue
        for part in parts:
            yield from _block(part, base)


def _parts(root: HtmlElement) -> Iterator[str | HtmlElement]:
    if root.text:
        yield str(root.text)
    for child in root:
        if child.tag not in (Comment, ProcessingInstruction, Entity) and str(child.tag).lower() not in _LEFT_OUT:
            yield child
        if child.tail:
            yield str(child.tail)


def _is_block(part: str | HtmlElement) -> bool:
    return not isinstance(part, str) and (part.tag in _BLOCKS or any(child.tag in _BLOCKS for child in part.iter()))


def _block(element: HtmlElement, base: str) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _HEADINGS:
        yield f"{'#' * _HEADINGS[tag]} {_words(element, base)}" if _words(element, base) else ""
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(element, base))
    elif tag == "pre":
        yield _code(element)
    elif tag == "blockquote":
        yield "\n".join(f"> {row}".rstrip() for row in markdown(element, base).splitlines())
    elif tag == "hr":
        yield "---"
    elif tag == "table":
        yield "\n".join(_rows(element, base))
    elif tag in ("dt", "summary") and _words(element, base):
        yield f"**{_words(element, base)}**"
    else:
        yield from _blocks(element, base)


def _words(element: HtmlElement, base: str) -> str:
    """Return an element's content as one line."""
    return " ".join("".join(_inline(part, base) for part in _parts(element)).split())


def _paragraph(text: str) -> str:
    rows = (" ".join(row.split()) for row in text.strip().split("\v"))
    return _BEGINS.sub(r"\1\\\2", "  \n".join(rows).strip())


def _inline(part: str | HtmlElement, base: str) -> str:
    """Return what stands in a line; \v is where it breaks."""
    if isinstance(part, str):
        return _ESCAPED.sub(r"\\\1", _SPACES.sub(" ", part.replace("\v", " ")))
    tag = str(part.tag)
    if tag == "br":
        return "\v"
    if tag == "img":
        return _picture(part, base)
    if tag in ("code", "kbd", "samp", "tt"):
        return _ticked(part.text_content())
    inner = "".join(_inline(child, base) for child in _parts(part))
    if tag == "a":
        return _link(inner, part.get("href") or "", base)
    return _around(inner, _STRESS[tag]) if tag in _STRESS else inner


def _around(inner: str, mark: str) -> str:
    """Return it stressed; spaces at its ends go outside, where Markdown wants them."""
    words = inner.strip().replace("\v", " ")
    if not words or mark in words:
        return inner
    return f"{' ' * inner.startswith(' ')}{mark}{words}{mark}{' ' * inner.endswith(' ')}"


def _ticked(text: str) -> str:
    words = " ".join(text.split())
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    gap = " " * ("`" in words)
    return f"{fence}{gap}{words}{gap}{fence}" if words else ""


def _link(inner: str, address: str, base: str) -> str:
    target, words = complete(address, base), inner.strip()
    if not target or not words:
        return inner
    return f"[{' '.join(words.split())}]({target})"


def _picture(element: HtmlElement, base: str) -> str:
    target = complete(element.get("src") or "", base)
    words = _SPACES.sub(" ", (element.get("alt") or "").replace("[", "").replace("]", ""))
    return f"![{words}]({target})" if target.startswith(("http://", "https://")) else ""


def complete(address: str, base: str) -> str:
    """Return a link's address as Markdown takes it, "" for one that leads nowhere or may not."""
    try:
        target = urljoin(base, address.strip())
    except ValueError:
        return ""
    if not target or target.startswith("#") or len(target) > _LONGEST_ADDRESS or not is_harmless(target):
        return ""
    return re.sub(r"[\s()<>\\\x00-\x20]", lambda sign: f"%{ord(sign[0]):02X}", target)


def _items(element: HtmlElement, base: str) -> Iterator[str]:
    items = [child for child in element if child.tag in ("li", "ul", "ol")]
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        rows = (
            _LOOSE.sub("\n", markdown(item, base)) if item.tag == "li" else "\n".join(_items(item, base))
        ).splitlines()
        if rows:
            yield "\n".join([mark + rows[0], *((" " * len(mark) + row).rstrip() for row in rows[1:])])


def _rows(element: HtmlElement, base: str) -> Iterator[str]:
    """Yield a table's rows as list items, `head: cell`; in a chat there is no room for columns."""
    rows = [[_words(cell, base) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    heads = rows.pop(0) if len(rows) > 1 and element.find(".//th") is not None else []
    for row in rows:
        cells = [
            f"{heads[at]}: {cell}" if at < len(heads) and heads[at] and at else cell for at, cell in enumerate(row)
        ]
        if any(row):
            yield "- " + ", ".join(cell for cell in cells if cell)


def _code(element: HtmlElement) -> str:
    text = element.text_content().strip("\n")
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence}\n{text}\n{fence}" if text.strip() else ""
