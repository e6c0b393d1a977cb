"""Markdown as the texts in it that are translated, and back: what makes its structure never leaves."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(```+|~~~+)")
_HEAD = re.compile(r"^(\s*(?:>\s?)*\s*(?:#{1,6}\s+|[-+*]\s+|\d{1,9}[.)]\s+)?)(.*?)(\s*\\?)$", re.DOTALL)
_INDENTED = re.compile(r"^(?: {4}|\t)")
_BEGINS = re.compile(r"^(\d{0,9})([#+*.)=-](?=\s|#|$)|[#>`~|])")
_LETTER = re.compile(r"[^\W\d_]")


def lines(body: str) -> Iterator[tuple[str, str, str]]:
    """Yield each line as what stands before its words (indent, list mark, heading), the words, and what stands after.

    Lines of code, and those without a letter, have no words: they are all before.
    """
    fence = ""
    after_blank = True
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        is_code = bool(fence) or mark is not None or (after_blank and _INDENTED.match(line) is not None)
        if mark is not None:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        after_blank = not line.strip()
        parts = None if is_code else _HEAD.match(line)
        if parts is None or not _LETTER.search(parts[2]):
            yield line, "", ""
        else:
            yield parts[1], parts[2], parts[3]


def in_line(words: str) -> str:
    """Return words that begin nothing: no heading, no list, no quotation."""
    return _BEGINS.sub(r"\1\\\2", words)
