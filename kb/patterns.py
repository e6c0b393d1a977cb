"""Order numbers, e-mail addresses and phone numbers, in whatever digits and dashes they were typed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kb.orders import ORDER, western_digits
from kb.reading import MOST_WORDS, EntityRuler, Language, Tokenizer, blank

_LIKE_AN_ORDER = re.compile(r"(?i)\btm[\s\-‐-―_#:.]*\d[\d\-]*|(?<!\d)\d{6}(?!\d)")  # noqa: RUF001
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?!\d{4}-\d\d-\d\d\W*$)\+?\d[\d().\-]{6,18}\d"  # a date is no phone number
_SIX_DIGITS = re.compile(r"(?<!\d)(\d{6})(?!\d)")


_GROUPS = "{1,12}"
"""As many as a number has digits after its country's; without an end the search takes the square of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something found, with its normal form; `start` and `end` count characters of the text."""

    kind: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    """Return a pipeline that splits on white space only, with the ruler: addresses must stay in one token."""
    pipeline = blank("xx")
    pipeline.tokenizer = Tokenizer(pipeline.vocab)
    ruler = pipeline.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns(
        [
            {"label": "email", "pattern": [{"TEXT": {"REGEX": rf"^\W*{_EMAIL}\W*$"}}]},
            {"label": "phone", "pattern": [{"TEXT": {"REGEX": rf"^\W*{_PHONE}\W*$"}}]},
            {
                "label": "phone",
                "pattern": [{"TEXT": {"REGEX": r"^\+\d{1,3}$"}}, {"TEXT": {"REGEX": r"^[\d().\-]+$"}, "OP": _GROUPS}],
            },
        ]
    )
    return pipeline


def find(text: str, *, is_order_expected: bool = False) -> list[Span]:
    """Return what is found, in the order of the text; order numbers as TM-123456, the rest as typed.

    Where an order number was just asked for, six digits alone are one.
    """
    plain = western_digits(text)
    numbers = _SIX_DIGITS if is_order_expected else ORDER
    orders = [
        Span(kind="order_number", value=f"TM-{match[1]}", start=match.start(), end=match.end())
        for match in numbers.finditer(plain)
    ]
    taken = [(span.start, span.end) for span in orders]
    others = [
        Span(kind=entity.label_, value=entity.text.strip(" .,;:!?()<>"), start=entity.start_char, end=entity.end_char)
        for entity in _entities(plain)
        if not any(start < entity.end_char and entity.start_char < end for start, end in taken)
    ]
    return sorted([*orders, *others], key=lambda span: span.start)


def without_orders(text: str) -> str:
    """Return the text without order numbers, mistyped ones too."""
    kept, end = [], 0
    for match in _LIKE_AN_ORDER.finditer(western_digits(text)):
        kept.append(text[end : match.start()])
        end = match.end()
    return "".join([*kept, text[end:]]).strip()


def _entities(text: str) -> tuple[Any, ...]:
    pipeline = _pipeline()
    if len(pipeline.vocab.strings) > MOST_WORDS:
        _pipeline.cache_clear()
    return tuple(pipeline(text).ents)
