"""One form for what can be typed in many: how a text looks when it is compared.

`fold` is what the lexicon was made with: a change of its letters makes words there unknown. `bare` goes further, for
words that are compared as written only.
"""

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ё": "е", "ß": "ss"}  # noqa: RUF001
)
_BARE = str.maketrans({"ي": "ی", "ە": "ه", "ہ": "ه", "ھ": "ه", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"})  # noqa: RUF001
"""What comes of ئ and ۀ without their marks, Urdu's two letters for h, and Latin letters that do not come apart."""

_HALF_SPACE, _JOINER = "\u200c", "\u200d"
_WITHIN_A_WORD = re.compile("(?<![\u0600-\u06ff\ufb50-\ufeff])\u200c")
"""Persian parts words at it; in India's scripts it only says which shapes the letters take."""
_KHANDA_TA = "\u09a4\u09cd" + _JOINER
"""As typed before Unicode had the letter."""
_TATWEEL = "\u0640"
_MARKS_MAY_GO = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")

_STRETCHED = re.compile(r"(.)\1{2,}", re.IGNORECASE)


def fold(text: str) -> str:
    """Return the text in NFKC without case, invisible marks and held-down letters, with one form of what has several.

    Of Arabic's and Persian's letters, that is, and of every script's digits.
    """
    whole = unicodedata.normalize("NFKC", _WITHIN_A_WORD.sub("", text.replace(_KHANDA_TA, "ৎ")))
    return unstretched("".join(map(_folded, whole.casefold().translate(_FOLD))))


@lru_cache(maxsize=4096)
def _folded(mark: str) -> str:
    category = unicodedata.category(mark)
    if category[0] in "PSZ" or mark == _HALF_SPACE:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(mark))
    return "" if category == "Cf" or mark == _TATWEEL else mark


def bare(word: str) -> str:
    """Return a folded word without what many do not type: marks over letters, and what tells Arabic's h and y apart."""
    return word if word.isascii() else unmarked(word).translate(_BARE)


@lru_cache(maxsize=2**16)
def unmarked(word: str) -> str:
    """Return a word without accents and other marks over its letters; those of India's scripts are vowels and stay."""
    if word.isascii() or not unicodedata.name(word[0], "").startswith(_MARKS_MAY_GO):
        return word
    return "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))


def unstretched(text: str) -> str:
    """Return the text with letters that are held down let go: "pleeease helpppp" as "pleease help".

    Three and more become one at the end of a word, two inside, where two are spelling ("coool"); but one in scripts
    without case, which seldom double. What a word begins with stays: "XXXL", "www".
    """
    return _STRETCHED.sub(_let_go, text)


def _let_go(held: re.Match[str]) -> str:
    mark, text = held[1], held.string
    if not _is_letter(mark) or not _is_letter(text[: held.start()][-1:]):
        return held[0]
    is_inside = _is_letter(text[held.end() : held.end() + 1])
    return held[0][:2] if is_inside and mark.lower() != mark.upper() else mark


def _is_letter(mark: str) -> bool:
    """Whether it is a letter or a vowel sign; a text's end is neither."""
    return bool(mark) and unicodedata.category(mark)[0] in "LM"
