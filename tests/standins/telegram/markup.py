"""Formatted text as the Bot API reads it: HTML into plain text and entities, or the real server's complaint."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.standins.telegram.refusals import bad

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_PIECE = re.compile(
    r"(?P<end></)|(?P<start><)|(?P<code>&(?:lt|gt|amp|quot|#\d{1,8}|#x[0-9a-fA-F]{1,6});)|(?P<text>.)", re.S
)
_ATTRIBUTE = re.compile(r"""\s+([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.:-]+))?""")


def units(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Open:
    tag: str
    at: int
    attributes: dict[str, str]


def parsed(text: str, parse_mode: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text that is shown and its entities."""
    if not parse_mode:
        return text, []
    if parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")  # the real one knows Markdown too; this stand-in does not
    return _Html(text).read()


class _Html:
    """One reading; offsets in complaints are bytes of UTF-8, as in tdlib's parse_html."""

    def __init__(self, source: str) -> None:
        self._source, self._place = source, 0
        self._shown, self._open = "", list[_Open]()
        self._entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while match := _PIECE.match(self._source, self._place):
            if match["end"]:
                self._end_tag()
            elif match["start"]:
                self._start_tag()
            else:
                self._shown += unescape(match[0])
                self._place = match.end()
        if self._open:
            raise _complaint(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._shown, sorted(self._entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _offset(self) -> int:
        return len(self._source[: self._place].encode())

    def _start_tag(self) -> None:
        name = re.compile(r"[^\s>]*").match(self._source, self._place + 1)
        assert name
        if name.end() == len(self._source):
            raise _complaint(f"Unclosed start tag at byte offset {self._offset()}")
        tag = name[0].lower()
        if tag not in _KINDS:
            raise _complaint(f'Unsupported start tag "{tag}" at byte offset {self._offset()}')
        attributes, end = self._attributes(name.end())
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset()}')
        self._open.append(_Open(tag, units(self._shown), attributes))
        self._place = end

    def _attributes(self, place: int) -> tuple[dict[str, str], int]:
        found = {}
        while match := _ATTRIBUTE.match(self._source, place):
            found[match[1].lower()] = unescape((match[2] or "").strip("\"'"))
            place = match.end()
        end = self._source.find(">", place)
        if end < 0:
            raise _complaint(f"Unclosed start tag at byte offset {self._offset()}")
        return found, end + 1

    def _end_tag(self) -> None:
        end = self._source.find(">", self._place)
        if not self._open:
            raise _complaint(f"Unexpected end tag at byte offset {self._offset()}")
        if end < 0:
            raise _complaint(f"Unclosed end tag at byte offset {self._offset()}")
        tag = self._source[self._place + 2 : end].strip().lower()
        opened = self._open.pop()
        if tag not in ("", opened.tag):
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _complaint(f"Unmatched end tag at byte offset {self._offset()}, {expected}")
        self._close(opened)
        self._place = end + 1

    def _close(self, opened: _Open) -> None:
        length = units(self._shown) - opened.at
        if length == 0:
            return
        entity: dict[str, Any] = {"type": _KINDS[opened.tag], "offset": opened.at, "length": length}
        if opened.tag == "a":
            if not opened.attributes.get("href", "").startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
                return  # the real server shows the words and drops the link
            entity["url"] = opened.attributes["href"]
        self._entities.append(entity)


def _complaint(why: str) -> Exception:
    return bad(f"can't parse entities: {why}")
