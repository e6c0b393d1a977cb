"""How a word sounds, roughly, whatever script it was typed in: its consonants in Latin letters.

For names, which no lexicon holds ("तेस्ला", "特斯拉", "Tesla"), and for whoever types their language in Latin letters.
Letters come from anyascii; vowels go, for scripts and habits disagree about them most, and sounds fall together that
one script writes apart and another does not (b and p in Arabic; k, c, q, g and j). A word with a letter of two sounds
has both: "ch" as in "Chopin", and Arabic's و, which in names is seldom more than a vowel.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii

from kb.stems import UNSPACED

_FEWEST = 3
"""Consonants: of fewer there are too many words."""

_RUNS = (2, 3, 4, 5)
"""Characters of a name in Chinese or Japanese."""
_ATTACHED = ("ال", "وال", "بال", "کال", "فال", "لل", "و", "ب", "ل", "ف")
"""What Arabic writes in one with the name: "the", "and", "in", "for", as folded."""

_PAIRS = (
    ("sch", "s"),
    ("ph", "f"),
    ("gh", "g"),
    ("kh", "k"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("sh", "s"),
    ("ch", "k"),
    ("zh", "j"),
    ("x", "ks"),
)
_SOFT_C = re.compile("c(?=[eiy])")
_OTHERWISE = (("w", ""), ("ch", "sh"))
_ALIKE = str.maketrans("cqgjzvpw", "kkkksbbb")
_VAV = str.maketrans({"ו": "w"})  # noqa: RUF001
"""A vowel in Hebrew as in Arabic, and to anyascii a v."""
_SILENT = re.compile(r"[^a-z]|[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=2**16)
def heard(word: str) -> tuple[str, ...]:
    """Return the consonants of a word, likeliest first; nothing of one with too few of them to tell it by."""
    latin = anyascii(word.translate(_VAV)).lower()
    spelled = [_SOFT_C.sub("s", latin) if word.isascii() else latin]
    for letters, other in _OTHERWISE:
        spelled += [one.replace(letters, other) for one in spelled if letters in one]
    return tuple(dict.fromkeys(one for one in map(_consonants, spelled) if len(one) >= _FEWEST))


def _consonants(letters: str) -> str:
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", letters.translate(_ALIKE)))


def sounds(words: Iterable[str], language: str) -> dict[int, float]:
    """Return the sounds of words as hashed terms; of scripts without spaces, those of every short run of characters."""
    found = (sound for word in words for part in _parts(word, language) for sound in heard(part))
    return {zlib.crc32(f"~{one}".encode()): 1.0 for one in found}


def _parts(word: str, language: str) -> Iterator[str]:
    if language in UNSPACED and not word.isascii():
        yield from (word[start : start + size] for size in _RUNS for start in range(len(word) - size + 1))
        return
    yield word
    if language == "ar":
        yield from (word.removeprefix(one) for one in _ATTACHED if word.startswith(one))
