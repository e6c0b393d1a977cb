"""Customers' words without what says who they are: addresses, telephones, cards, order numbers."""

import re

_MASK = "…"
_MAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>().,;:!?]{2,}")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)[+(]?(?:[A-Za-z]{1,4}-?)?\d(?:[\s./()-]{0,2}\d){4,}(?!\w)")
"""Five digits and more in any script, with what people write between them: no price, no year, no number of days."""

LONGEST = 300
"""Characters: what is longer is a story, and its beginning says what it is about."""


def masked(text: str) -> str:
    """Return a question as writers may read it, in one line."""
    line = " ".join(text.split())
    for pattern in (_LINK, _MAIL, _NUMBER):
        line = pattern.sub(_MASK, line)
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}{_MASK}"
