"""What words of thirty languages mean in English: a translation lexicon, made from aligned texts (kb.training).

So texts in any two of the languages can be compared word by word, by way of English ("probabilistic structured
queries": Darwish & Oard 2003). English words mean their synonyms, too.
"""

import zlib
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.folding import fold
from kb.lexical import Sense
from kb.stems import UNSPACED, inside, stems

FILE = "lexicon.npz"
HOME = "en"
_FULL = 255
"""Links are kept as bytes."""
_EVENLY = 0.65
"""What links are raised to: the likeliest meaning is often not the one meant. Of Tatoeba's sentences in eight languages
1 to 4 points more are found than with links as they are, of XQuAD's questions as many."""
_CACHED = 2**17
"""Words kept at hand: reading Chinese looks four of them up for every character."""


def key(stem: str, language: str) -> int:
    """Return 32 bits to stand for a stem on disk and in the index; of 5,000 unknown words one is taken for another."""
    return zlib.crc32(f"{language}:{stem}".encode())


class Lexicon:
    """Reads are thread-safe.

    On disk: `keys` sorted (uint32) with the `counts` of their links (uint8); `meanings` and `links` row after row,
    places in `english` (uint16) and 0..255 (uint8); `english`, the keys of the English stems (uint32).
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / FILE) as arrays:
            self._keys, counts = arrays["keys"], arrays["counts"]
            self._meanings = arrays["english"][arrays["meanings"]]
            self._links = (arrays["links"].astype(np.float32) / _FULL) ** _EVENLY
        self._starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._of = lru_cache(maxsize=_CACHED)(self._look_up)
        self._knows = lru_cache(maxsize=_CACHED)(self._is_known)

    def meanings(self, text: str, language: str) -> dict[int, float]:
        """Return the text as keys of English stems with their weights.

        A word's weights sum to 1; one that is not known may be a name, and counts as it is written.
        """
        found: dict[int, float] = {}
        for sense in self.senses(text, language):
            for meaning, weight in sense:
                found[meaning] = found.get(meaning, 0.0) + weight
        return found

    def senses(self, text: str, language: str) -> list[Sense]:
        """Return the same word by word: (key, weight) pairs of each, none for one that is not known."""
        return [self._of(stem, language) for stem in stems(text, language, partial(self._knows, language))]

    def strangers(self, text: str, language: str) -> list[str]:
        """Return the folded words that are not known as they stand: names, for the most part.

        Of a language without spaces all: where a word of it that is not known ends, nobody can tell.
        """
        words = fold(text).split()
        if language in UNSPACED:
            return words
        known = (self._knows(language, stem) for stem in stems(text, language))
        return [word for word, is_known in zip(words, known, strict=True) if not is_known]

    def _is_known(self, language: str, stem: str) -> bool:
        return self._place(key(stem, language)) is not None

    def _look_up(self, stem: str, language: str) -> Sense:
        place = self._place_of(stem, language)
        if place is None:
            return ((key(stem, HOME), 1.0),) if stem.isascii() else ()
        span = slice(self._starts[place], self._starts[place + 1])
        weights = self._links[span] / self._links[span].sum()
        return tuple(zip(self._meanings[span].tolist(), weights.tolist(), strict=True))

    def _place_of(self, stem: str, language: str) -> int | None:
        """Return the row of a stem; of one that is not known, of the word in it without what has grown onto it."""
        places = (self._place(key(word, language)) for word in (stem, *inside(stem, language)))
        return next((place for place in places if place is not None), None)

    def _place(self, wanted: int) -> int | None:
        place = int(np.searchsorted(self._keys, np.uint32(wanted)))
        return place if place < len(self._keys) and int(self._keys[place]) == wanted else None


def packed(links: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """Return links in 0..1 as bytes, none of them 0."""
    return np.asarray(np.clip(np.rint(links * _FULL), 1, _FULL), np.uint8)
