"""Which words of a text are those that were asked for."""

import re

from markupsafe import Markup, escape

from kb.folding import fold

_WORD = re.compile(r"[^\s.,;:!?()\[\]«»“”„\"'…।؟،/]+")
_STEM = 4
"""Letters at a word's beginning that must agree: `refunds` is marked for `refund`."""
_LONGEST = 260


def marked(text: str, question: str) -> Markup:
    """Return the text, safe as HTML, with <mark> around the question's words."""
    asked = {word for word in fold(question).split() if len(word) > 1}
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
    parts, end = [], 0
    for found in _WORD.finditer(text):
        if _is_meant(fold(found[0]).strip(), asked):
            parts += [escape(text[end : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _is_meant(word: str, asked: set[str]) -> bool:
    return any(word == one or (len(one) >= _STEM and word.startswith(one[: max(_STEM, len(one) - 2)])) for one in asked)
