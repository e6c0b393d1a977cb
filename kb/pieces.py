"""Texts as pieces of words: what models/encoder/tokenizer.json makes of them, in two thirds of the time.

The `tokenizers` library is slow to prepare a text, for it keeps track of where each character came from. Here
Python's string methods do what kb.training.pieces wrote into the file, and the library only cuts words up.
tests/kb/test_encoder.py holds this against the library alone.
"""

import re
import unicodedata
from pathlib import Path

FOLDED = {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "ё": "е", "ß": "ss"} | dict.fromkeys("آأإ", "ا")  # noqa: RUF001
SILENT = "[\u064b-\u065f\u0670\u0640\u0591-\u05c7\u200b-\u200f\u00ad\u202a-\u202e\u2066-\u2069\ufeff]"
"""Vowel marks of Arabic and Hebrew, and what nobody sees."""
START = "▁"
"""Stands before each word."""

_EDGE = "\0"
"""Put around each digit: between two digits two come together, and go again."""
_COMMON = 0x10000
"""Characters below are kept once read, 9 MB if somebody sends them all; above are emoji and scripts of the past."""

_silent = re.compile(SILENT)


class Pieces:
    """Cuts texts up. Reads are thread-safe."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._cut = Tokenizer.from_file(str(file)).model.tokenize

    def ids(self, text: str) -> list[int]:
        """Return the numbers of the text's pieces in their order."""
        return [piece.id for word in _words(text) for piece in self._cut(START + word)]


class _Compared(dict[int, str]):
    """What a character is compared as, for str.translate: a space if it is no part of words."""

    def __missing__(self, code: int) -> str:
        # One by one: lower() of a word would know the final sigma, which the pieces do not.
        compared = "".join(map(_folded, chr(code).lower()))
        return self.setdefault(code, compared) if code < _COMMON else compared


_compared = _Compared()


def _words(text: str) -> list[str]:
    """Return the words; digits are words of their own."""
    marked = unicodedata.normalize("NFKC", text).translate(_compared)
    return marked.replace(_EDGE * 2, "").replace(_EDGE, " ").split()


def _folded(letter: str) -> str:
    letter = _silent.sub("", FOLDED.get(letter, letter))
    match unicodedata.category(letter[0])[0] if letter else "":
        case "N":
            return f"{_EDGE}{letter}{_EDGE}"
        case "L" | "M" | "":
            return letter
    return " "
