"""Markdown as plain text, for channels that show no HTML: paragraphs, lists, links written out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.settings import settings

_ARTICLE = re.compile(r"\]\(article:([a-z0-9-]+)\)")
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands around strong and emphasised words where a channel has signs for them."""

    strong: str = ""
    emphasis: str = ""


NO_MARKS = Marks()


def absolute(url: str) -> str | None:
    """Return a link that works outside our pages, or None for one of ours while PARLEY_PUBLIC_URL is not set."""
    if not url.startswith("/"):
        return url
    return f"{settings().public_url}{url}" if settings().public_url else None


@lru_cache(maxsize=2048)
def plain(markdown: str, language: str, marks: Marks = NO_MARKS) -> str:
    """Return the text; `[text](article:slug)` leads to that article's help page in `language`."""
    linked = _ARTICLE.sub(rf"](/help/{language}/\1)", markdown)
    return "".join(_Writer(marks).blocks(_markdown.parse(linked))).strip()


class _Writer:
    """Walks the tokens once; keeps the lists it is in."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._lists: list[int | None] = []
        self._links: list[str] = []

    def blocks(self, tokens: list[Token]) -> list[str]:
        return [self._block(token) for token in tokens]

    def _block(self, token: Token) -> str:
        if "list" in token.type:
            return self._list(token)
        match token.type:
            case "inline":
                return "".join(map(self._inline, token.children or ()))
            case "paragraph_close" | "heading_close":
                return "\n" if self._lists else f"{self._mark(token)}\n\n"
            case "heading_open":
                return self._mark(token)
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

    def _mark(self, token: Token) -> str:
        return self._marks.strong if token.tag.startswith("h") else ""

    def _item(self) -> str:
        number, indent = self._lists[-1], "  " * (len(self._lists) - 1)
        if number is None:
            return f"{indent}• "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _inline(self, token: Token) -> str:
        match token.type:
            case "softbreak" | "hardbreak":
                return "\n"
            case "strong_open" | "strong_close":
                return self._marks.strong
            case "em_open" | "em_close":
                return self._marks.emphasis
            case "link_open":
                self._links.append(str(token.attrGet("href") or ""))
                return ""
            case "link_close":
                return self._address(self._links.pop())
            case "image":
                return token.content
        return token.content

    def _address(self, href: str) -> str:
        if href.startswith(("mailto:", "tel:")):
            return ""  # the words are the address already
        url = absolute(href)
        return f" ({url})" if url else ""
