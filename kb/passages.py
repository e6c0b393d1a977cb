"""An article cut into the passages that search finds; a cut never falls inside a sentence."""

import re
from dataclasses import dataclass

from kb.reading import sentences
from support.articles import Article, Field, Passage

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_MARKUP = re.compile(r"\\(?=[^\w\s])|!?\[([^\]]*)\]\([^)]*\)|[*_`>#|]|^\s*(?:[-+]|\d+\.)\s+", re.MULTILINE)

_WINDOW_CHARACTERS = 700
"""About 110 words of English, 90 of Tamil: the encoder averages, and an average of more says little."""

_MOST_SHOWN = 700
"""A part longer than this is more than one reads in a chat; then the window that was found is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    heading: str
    body: str


def split(article: Article) -> list[Passage]:
    """Return the title, every other phrasing, and the body in windows of whole sentences, in this order.

    Title and phrasings answer with the article's first paragraph, which by house rule is the whole answer in short;
    a window with the part it was cut from, under its heading.
    """
    sections = _sections(article.body)
    short = _shown(sections[0], _windows(sections[0], article.language)[0])
    asked = [(Field.TITLE, article.title), *((Field.QUESTION, question) for question in article.questions)]
    pieces = [(field, text, short) for field, text in asked]
    for section in sections:
        pieces += [(Field.BODY, text, _shown(section, text)) for text in _windows(section, article.language)]
    return [
        Passage(
            id=f"{article.slug}/{article.language}/{position}",
            slug=article.slug,
            language=article.language,
            title=article.title,
            field=field,
            text=text,
            answer=answer,
            position=position,
        )
        for position, (field, text, answer) in enumerate(pieces)
        if text
    ]


def _sections(body: str) -> list[_Section]:
    """Return the first paragraph, what follows it, then each headed part; empty parts left out."""
    parts = _HEADING.split(body.strip())
    lead, _, rest = parts[0].strip().partition("\n\n")
    found = [_Section(heading="", body=lead.strip()), _Section(heading="", body=rest.strip())]
    found += [_Section(heading=parts[i], body=parts[i + 1].strip()) for i in range(1, len(parts), 2)]
    return [section for section in found if section.body] or [_Section(heading="", body=body.strip())]


def _windows(section: _Section, language: str) -> list[str]:
    windows, current = [], section.heading
    for sentence in sentences(plain(section.body), language):
        if current and len(current) + len(sentence) > _WINDOW_CHARACTERS:
            windows.append(current)
            current = section.heading
        current = (
            f"{current}\n{sentence}" if current == section.heading and current else f"{current} {sentence}".strip()
        )
    return [*windows, current] if current else windows


def _shown(section: _Section, window: str) -> str:
    body = section.body if len(section.body) <= _MOST_SHOWN else window.removeprefix(section.heading).strip()
    return f"**{plain(section.heading)}**\n\n{body}" if section.heading else body


def plain(markdown: str) -> str:
    """Return Markdown as running text: links by their words, list items as lines with an end."""
    lines = [_MARKUP.sub(lambda match: match[1] or "", line).strip() for line in markdown.splitlines()]
    return "\n".join(line for line in lines if line)
