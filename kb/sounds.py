"""How a word sounds, roughly, whatever script it was typed in: its consonants in Latin letters.

For names, which no lexicon holds ("तेस्ला", "特斯拉", "Tesla"), and for whoever types their language in Latin letters.
Letters come from anyascii; vowels go, for scripts and habits disagree about them most, and sounds fall together that
one script writes apart and another does not (b and p in Arabic; k, c and q).
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
_THE = "ال"
"""Arabic's article is written in one with the name."""

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
_ALIKE = str.maketrans("cqgzvpw", "kkksbbb")
_SILENT = re.compile(r"[^a-z]|[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=2**16)
def sound(word: str) -> str:
    """Return a word's consonants, "" for one with too few of them to tell it by."""
    letters = anyascii(word).lower()
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    heard = _DOUBLED.sub(r"\1", _SILENT.sub("", letters.translate(_ALIKE)))
    return heard if len(heard) >= _FEWEST else ""


def sounds(words: Iterable[str], language: str) -> dict[int, float]:
    """Return the sounds of words as hashed terms; of scripts without spaces, those of every short run of characters."""
    heard = (sound(part) for word in words for part in _parts(word, language))
    return {zlib.crc32(f"~{one}".encode()): 1.0 for one in heard if one}


def _parts(word: str, language: str) -> Iterator[str]:
    if language in UNSPACED and not word.isascii():
        yield from (word[start : start + size] for size in _RUNS for start in range(len(word) - size + 1))
        return
    yield word
    if word.startswith(_THE):
        yield word.removeprefix(_THE)
