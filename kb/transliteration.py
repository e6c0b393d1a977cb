"""What is typed in Latin letters, in the letters of its language: "sefaresham kojast" as "سفارشم کجاست".

No table of letters can tell that, for none of these languages is spelled in Latin letters in one way; but the words
that articles are written in are known, and a customer who is to find one says some of them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Self

from kb.folding import fold
from kb.latin import apart, frames, in_latin, spoken
from kb.scripts import scripts_of

_FARTHEST = 0.2
"""Of 36 romanised questions in four languages as many find their article with .18 as with .26; without, four fewer."""
_FARTHEST_OF_TWO = 0.15
"""Two words are seldom one."""
_FARTHEST_OF_A_PROOF = 0.12
_FEWEST_TELLING = 4
"""Letters: shorter words sound like something in every language."""
_COMMON = 0.03
"""What a word ten times as frequent may be farther apart, per letter."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    spoken: str
    frequency: float


class Transliterator:
    """The words of one language that are not in Latin letters, by how they sound; reads are thread-safe."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._know(self.count(texts))

    @staticmethod
    def count(texts: Iterable[str]) -> Counter[str]:
        """Return how often texts write each word that is not in Latin letters."""
        return Counter(word for text in texts for word in fold(text).split() if "LATIN" not in scripts_of(word))

    @classmethod
    def counted(cls, words: Counter[str]) -> Self:
        """Return one for words that have been counted."""
        made = cls(())
        made._know(words)
        return made

    def _know(self, counted: Counter[str]) -> None:
        self._by_frame: defaultdict[str, list[_Word]] = defaultdict(list)
        total = counted.total()
        for written, count in counted.items():
            sound, heard_as = _heard(written)
            for frame in heard_as:
                self._by_frame[frame].append(_Word(written, sound, math.log10(count / total)))
        self._reading = lru_cache(maxsize=2**14)(self._read)

    def read(self, text: str) -> list[str]:
        """Return the words that may be meant by those in Latin letters, in their order; those not known are left out.

        Two words may be one: "kadavu chol" is "கடவுச்சொல்".
        """
        words = [word for word in fold(text).split() if word.isascii() and word.isalpha()]
        return list(dict.fromkeys(self._all(words)))

    def is_word(self, word: str) -> bool:
        """Whether a word in Latin letters is beyond doubt one of the language."""
        return len(word) >= _FEWEST_TELLING and bool(self._reading(word, _FARTHEST_OF_A_PROOF))

    def _all(self, words: list[str]) -> Iterator[str]:
        yield from filter(None, (self._reading(word, _FARTHEST) for word in words))
        yield from filter(None, (self._reading(f"{one}{other}", _FARTHEST_OF_TWO) for one, other in pairwise(words)))

    def _read(self, word: str, farthest: float) -> str:
        """Return the word of the language that sounds most like this one, "" where none does."""
        likely = [known for frame in frames(word) for known in self._by_frame.get(frame, ())]
        if len(word) < _FEWEST or not likely:
            return ""
        heard = spoken(word)
        distances = {known.written: apart(heard, known.spoken) for known in likely}
        best = min(likely, key=lambda known: distances[known.written] - _COMMON * known.frequency)
        return best.written if distances[best.written] <= farthest else ""


@lru_cache(maxsize=2**17)
def _heard(written: str) -> tuple[str, frozenset[str]]:
    """Return how a word is spoken and its frames, none where too little of it is; kept, for snapshots share words."""
    latin = in_latin(written)
    return spoken(latin), frozenset(frames(latin) if len(latin) >= _FEWEST else ())
