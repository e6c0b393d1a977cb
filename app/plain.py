"""Markdown as plain text, for channels that show no HTML: paragraphs, lists, links written out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.digits import in_digits_of
from app.links import absolute, parsed

_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands around strong and emphasised words where a channel has signs for them."""

    strong: str = ""
    emphasis: str = ""


NO_MARKS = Marks()


@lru_cache(maxsize=2048)
def plain(markdown: str, language: str, marks: Marks = NO_MARKS) -> str:
    """Return the text; `[text](article:slug)` leads to that article's help page in `language`."""
    return "".join(_Writer(language, marks).blocks(parsed(_markdown, markdown, language))).strip()


class _Writer:
    """Walks the tokens once; keeps the lists it is in, and how deep in bold and slanted words."""

    def __init__(self, language: str, marks: Marks) -> None:
        self._language = language
        self._marks = marks
        self._lists: list[int | None] = []
        self._depth: Counter[str] = Counter()

    def blocks(self, tokens: list[Token]) -> list[str]:
        return [self._block(token) for token in tokens]

    def _block(self, token: Token) -> str:
        if "list" in token.type:
            return self._list(token)
        match token.type:
            case "inline":
                return self._line(token.children or ())
            case "paragraph_close":
                return self._end()
            case "heading_open":
                return self._mark(token, self._marks.strong)
            case "heading_close":
                return self._mark(token, self._marks.strong) + self._end()
            case "fence" | "code_block":
                return f"{token.content}\n"
        return ""

    def _list(self, token: Token) -> str:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                return self._item()
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                return "\n"
        return ""

    def _end(self) -> str:
        return "\n" if self._lists else "\n\n"

    def _mark(self, token: Token, sign: str) -> str:
        """Return the sign where it begins or ends, and none within: a bold word of a heading is bold already."""
        before = self._depth[sign]
        self._depth[sign] += token.nesting
        return sign if 0 in (before, self._depth[sign]) else ""

    def _item(self) -> str:
        number, indent = self._lists[-1], "  " * (len(self._lists) - 1)
        if number is None:
            return f"{indent}• "
        self._lists[-1] = number + 1
        return f"{indent}{in_digits_of(self._language, str(number))}. "

    def _line(self, tokens: Sequence[Token]) -> str:
        written: list[str] = []
        links: list[tuple[str, int]] = []
        for place, token in enumerate(tokens):
            match token.type:
                case "link_open":
                    links.append((str(token.attrGet("href") or ""), place))
                case "link_close":
                    href, begin = links.pop()
                    written.append(_address(href, "".join(each.content for each in tokens[begin:place])))
                case _:
                    written.append(self._inline(token))
        return "".join(written)

    def _inline(self, token: Token) -> str:
        match token.type:
            case "softbreak" | "hardbreak":
                return "\n"
            case "strong_open" | "strong_close":
                return self._mark(token, self._marks.strong)
            case "em_open" | "em_close":
                return self._mark(token, self._marks.emphasis)
        return token.content


def _address(href: str, words: str) -> str:
    """Return where a link leads, in brackets; "" where its words say so, or it leads nowhere from here."""
    url = absolute(href)
    if url is None or _bare(href) == _bare(words):
        return ""
    return f" ({_spoken(url)})"


def _spoken(url: str) -> str:
    """Return an address as a person writes it down: the number of a telephone, the bare name of a mailbox."""
    if url.lower().startswith(("mailto:", "tel:")):
        return unquote(_SCHEME.sub("", url).partition("?")[0])
    return url


def _bare(address: str) -> str:
    """Return what two spellings of one address have in common."""
    bare = _SCHEME.sub("", _markdown.normalizeLinkText(address)).partition("?subject=")[0].rstrip("/").casefold()
    digits = re.sub(r"[\s()./-]", "", bare)
    return digits if digits.lstrip("+").isdigit() else bare
