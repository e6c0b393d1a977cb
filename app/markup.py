"""Markdown as HTML that is safe to show: nothing in it can run, whoever wrote it."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from app.links import linked

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h1", "h2", "h3", "h4", "code", "pre", "blockquote", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


@lru_cache(maxsize=2048)
def html(markdown: str, language: str) -> str:
    """Return sanitised HTML; `[text](article:slug)` leads to that article's help page in `language`."""
    return nh3.clean(
        _markdown.render(linked(markdown, language)),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
