"""Which words of a text are those that were asked for."""

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from kb.folding import fold

_WORD = re.compile(r"[^\s.,;:!?()\[\]«»“”„\"'…।؟،/]+")
_STEM = 4
"""Letters at a word's beginning that must agree: `refunds` is marked for `refund`."""
_LONGEST = 260
_BEFORE = 80
"""Characters shown before the first word that was asked for."""


def words(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return _WORD.findall(text)


def marked(text: str, question: str) -> Markup:
    """Return the text, safe as HTML, with <mark> around the question's words."""
    asked = _asked(question)
    parts, end = [], 0
    for found in _WORD.finditer(text):
        if _is_meant(found[0], asked):
            parts += [escape(text[end : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def excerpt(text: str, question: str) -> Markup:
    """Return as much of a text as a list shows, around the first of the question's words, marked."""
    asked, text = _asked(question), " ".join(text.split())
    first = next((found.start() for found in _WORD.finditer(text) if _is_meant(found[0], asked)), 0)
    start = text.find(" ", first - _BEFORE) + 1 if first > _BEFORE and len(text) > _LONGEST else 0
    shown = text[start:]
    end = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST].rsplit(' ', 1)[0]} …"
    return marked(f"… {end}" if start else end, question)


def _asked(question: str) -> set[str]:
    return {word for word in fold(question).split() if len(word) > 1}


def _is_meant(word: str, asked: Collection[str]) -> bool:
    told = fold(word).strip()
    return any(told == one or (len(one) >= _STEM and told.startswith(one[: max(_STEM, len(one) - 2)])) for one in asked)
