"""BM25 over character n-grams and words: finds names, numbers and typos that vectors blur.

BM25 after Robertson & Zaragoza (2009), k1 = 1.2, b = 0.75; n-grams of 3 to 5 characters within a word make it
work without a stemmer in any language.
"""

import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

_K1, _B = 1.2, 0.75
_BUCKETS = 1 << 20
"""Terms are hashed: no vocabulary to keep; a million buckets leave collisions rare at 100,000 passages."""

_FOLD = str.maketrans(
    {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ё": "е", "ß": "ss"}  # noqa: RUF001
)


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, no case, no invisible marks, one form of Arabic/Persian letters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)
    return "".join(" " if unicodedata.category(mark)[0] in "PSZ" else mark for mark in folded if _is_visible(mark))


def _is_visible(mark: str) -> bool:
    return unicodedata.category(mark) != "Cf" or mark == "\u200c"  # the Persian half-space splits like a space


def terms(text: str) -> Counter[int]:
    """Return the hashed terms of a text with their counts: words, and n-grams of the word between marks."""
    counts: Counter[int] = Counter()
    for word in fold(text).replace("\u200c", " ").split():
        counts[_hash(f"={word}")] += 1
        marked = f"^{word}$"
        for size in (3, 4, 5):
            for start in range(len(marked) - size + 1):
                counts[_hash(marked[start : start + size])] += 1
    return counts


def _hash(term: str) -> int:
    return zlib.crc32(term.encode()) % _BUCKETS


class LexicalIndex:
    """Immutable once built; reads are thread-safe."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [terms(text) for text in texts]
        lengths = np.array([sum(counts.values()) for counts in counted], np.float32)
        rows = np.repeat(np.arange(len(texts)), [len(counts) for counts in counted])
        columns = np.fromiter((term for counts in counted for term in counts), np.int64, len(rows))
        values = np.fromiter((n for counts in counted for n in counts.values()), np.float32, len(rows))
        frequency = np.bincount(columns, minlength=_BUCKETS)
        self._idf = np.log1p((len(texts) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        mean = float(lengths.mean()) if len(texts) else 1.0
        damped = values * (_K1 + 1) / (values + _K1 * (1 - _B + _B * lengths[rows] / max(mean, 1.0)))
        weights = (damped * self._idf[columns], (columns, rows))
        self._weights = sparse.csr_matrix(weights, shape=(_BUCKETS, len(texts)), dtype=np.float32)

    def scores(self, question: str) -> npt.NDArray[np.float32]:
        """Return (n,) scores in about 0..1: BM25 over what a passage holding every term just once would reach."""
        counts = terms(question)
        wanted = np.fromiter(counts, np.int64, len(counts))
        if not len(wanted):
            return np.zeros(self._weights.shape[1], np.float32)
        reachable = float(self._idf[wanted].sum())
        summed = np.asarray(self._weights[wanted].sum(axis=0), np.float32).ravel()
        return summed / max(reachable, 1e-6)
