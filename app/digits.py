"""Digits as a language's own texts write them."""

import unicodedata
from functools import lru_cache

from app.texts import texts


def in_digits_of(language: str, text: str) -> str:
    """Return the text with 0 to 9 as the language's texts have them: two kinds in one answer read as two hands."""
    return text.translate(_digits(language))


@lru_cache(maxsize=64)
def _digits(language: str) -> dict[int, int]:
    for sign in "".join(texts(language).group("bot").values()):
        if sign.isdecimal() and not sign.isascii():
            zero = ord(sign) - unicodedata.decimal(sign)
            return {ord("0") + number: zero + number for number in range(10)}
    return {}
