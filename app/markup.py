"""Markdown as HTML that is safe to show: nothing in it can run or call home, whoever wrote it."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from app.links import parsed

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre"),
    *("strong", "em", "code", "a", "img"),
}
_PICTURE = re.compile(r"/pictures/[0-9a-f]{64}")
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


@lru_cache(maxsize=2048)
def html(markdown: str, language: str) -> str:
    """Return sanitised HTML; `[text](article:slug)` leads to that article's help page in `language`."""
    return rendered(markdown, language)


def rendered(markdown: str, language: str) -> str:
    """Return the same of a text that is not shown again as it is: one that somebody is writing."""
    return nh3.clean(
        _markdown.renderer.render(parsed(_markdown, markdown, language), _markdown.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=_kept,
        set_tag_attribute_values={"img": {"loading": "lazy"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Return what stays of an attribute: images are ours, or their servers would learn of everyone who reads."""
    is_foreign = (tag, attribute) == ("img", "src") and not _PICTURE.fullmatch(value)
    return None if is_foreign else value
