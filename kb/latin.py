"""How words of other scripts are typed in Latin letters, and how far two such spellings are apart.

Nobody agrees on a spelling ("thirumba", "tirumba", "thirumpa"), but all write down the same sounds.
"""

import re
from functools import lru_cache

from anyascii import anyascii

_SPOKEN = str.maketrans({"ض": "ز", "ظ": "ز", "ذ": "ز", "ث": "س", "ص": "س", "ط": "ت", "ق": "غ", "ع": "ا"})  # noqa: RUF001
"""Arabic letters as they sound in Persian and Urdu."""
_OF_INDIA = re.compile("c(?!h)")
"""anyascii's c is what people type as ch."""
_NO_LETTER = re.compile("[^a-z]")

_VOWELS = frozenset("aeiouyh")
"""With h, which is as often left out as breathed into a letter before it."""
_GROUPS = (
    *(("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "l"), ("ck", "k"), ("x", "ks")),
    *(("ce", "s"), ("ci", "s")),
)
_ALIKE = str.maketrans("bvwfdgqcjzm", "pppptkkkssn")
"""What one script writes apart and another does not: Tamil has one letter for p and b, one for t and d."""
_SILENT = re.compile("[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")
_ONE_SOUND = (
    *(("ee", "i"), ("oo", "u"), ("ou", "u"), ("th", "T"), ("dh", "T"), ("sh", "S"), ("ch", "C"), ("kh", "k")),
    *(("gh", "g"), ("ph", "f"), ("bh", "b"), ("zh", "l"), ("x", "ks"), ("ck", "k"), ("w", "v")),
)

_SAME_GROUP, _OTHER = 0.35, 1.0
_VOWEL_FOR_VOWEL, _V_FOR_VOWEL, _VOWEL_FOR_CONSONANT = 0.3, 0.6, 1.2
_CONSONANT_MORE, _VOWEL_MORE, _OFTEN_UNWRITTEN = 0.9, 0.35, 0.15
"""What it costs to take one letter for another, or for none: a and h are not written in most scripts."""


def in_latin(word: str) -> str:
    """Return a word of any script in Latin letters, as it is written: without the vowels that its script leaves out."""
    return _NO_LETTER.sub("", _OF_INDIA.sub("ch", anyascii(word.translate(_SPOKEN)).lower()))


def frames(latin: str) -> set[str]:
    """Return the consonants of a word in Latin letters, with one letter for all that sound alike.

    Two where a letter can be heard in two ways: w may be a vowel (Persian), zh a kind of l (Tamil) or of s.
    """
    return {_frame(one) for one in (latin, latin.replace("w", "u"), latin.replace("zh", "s"))}


def _frame(latin: str) -> str:
    for group, one in _GROUPS:
        latin = latin.replace(group, one)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", latin.translate(_ALIKE)))


def spoken(latin: str) -> str:
    """Return a word in Latin letters with one letter for each sound, as `apart` takes it."""
    for letters, one in _ONE_SOUND:
        latin = latin.replace(letters, one)
    return _DOUBLED.sub(r"\1", latin)


def apart(one: str, other: str) -> float:
    """Return how far two words are apart, per letter of the first: an edit distance that makes light of vowels."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _more(letter))
    for letter in one:
        above, row = row, [row[0] + _more(letter)]
        for place, against in enumerate(other):
            taken = above[place] + _instead(letter, against)
            row.append(min(taken, above[place + 1] + _more(letter), row[-1] + _more(against)))
    return row[-1] / max(len(one), 3)


@lru_cache(maxsize=4096)
def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one in _VOWELS) + (other in _VOWELS)
    if vowels == 1:
        return _V_FOR_VOWEL if "v" in (one, other) else _VOWEL_FOR_CONSONANT
    return _VOWEL_FOR_VOWEL if vowels else (_SAME_GROUP if _group(one) == _group(other) else _OTHER)


def _group(letter: str) -> str:
    return {"T": "t", "S": "s", "C": "s"}.get(letter) or letter.translate(_ALIKE)


def _more(letter: str) -> float:
    if letter in "ah":
        return _OFTEN_UNWRITTEN
    return _VOWEL_MORE if letter in _VOWELS else _CONSONANT_MORE
