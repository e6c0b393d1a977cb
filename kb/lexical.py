"""BM25 over character n-grams and words: finds names, numbers and typos that vectors blur.

BM25 after Robertson & Zaragoza (2009), k1 = 1.2, b = 0.75; n-grams of 3 to 5 characters within a word (2 to 4
where words are not set apart) make it work without a stemmer in any language.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Self, cast

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.folding import bare, fold

_K1, _B = 1.2, 0.75
Counts = Mapping[int, float]
BUCKETS = 1 << 20
"""Terms are hashed: no vocabulary to keep; a million buckets leave collisions rare at 100,000 passages."""

Sense = tuple[tuple[int, float], ...]
"""(term, share) of what a word may mean."""

_SIZES, _SIZES_UNSPACED = (3, 4, 5), (2, 3, 4)
_UNSPACED = re.compile("[\u0590-\u06ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, kana and Han: a run between marks is a sentence there, and two characters are a word."""


@dataclass(frozen=True, slots=True)
class Senses:
    """Words that may each mean one of several terms: `words[i]` numbers the word that means `terms[i]`.

    A word's `shares` sum to 1.
    """

    terms: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float32]
    words: npt.NDArray[np.intp]

    @classmethod
    def of(cls, words: Iterable[Sense]) -> Self:
        """Return them as arrays, each word once."""
        distinct = [word for word in dict.fromkeys(words) if word]
        flat = [pair for word in distinct for pair in word]
        terms, shares = (np.array([pair[i] for pair in flat], kind) for i, kind in enumerate((np.int64, np.float32)))
        return cls(terms, shares, np.repeat(np.arange(len(distinct)), [len(word) for word in distinct]))


def terms(text: str) -> Counter[int]:
    """Return the hashed terms of a text with their counts: words, and n-grams of the word between marks."""
    counts: Counter[int] = Counter()
    for word in fold(text).split():
        counts.update(_terms_of(word))
    return counts


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[int, ...]:
    marked = f"^{bare(word)}$"
    sizes = _SIZES_UNSPACED if _UNSPACED.search(word) else _SIZES
    grams = [marked[start : start + size] for size in sizes for start in range(len(marked) - size + 1)]
    return tuple(zlib.crc32(term.encode()) % BUCKETS for term in (f"={word}", *grams))


def idf(frequency: npt.NDArray[Any], texts: int) -> npt.NDArray[np.float32]:
    """Return how much a term says that so many of the texts hold."""
    return np.asarray(np.log1p((texts - frequency + 0.5) / (frequency + 0.5)), np.float32)


def damped(counts: npt.NDArray[Any], lengths: npt.NDArray[Any], mean: float) -> npt.NDArray[Any]:
    """Return what counts are worth in texts so long, where the mean is so long: 1 for one in a text of that length."""
    return cast(npt.NDArray[Any], counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths / max(mean, 1.0))))


def meant(
    asked: Senses, rarities: npt.NDArray[np.float32], is_held: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Return each term's share of its word, and how rare each word is; of `asked.terms`, how rare, and whether held.

    "Probabilistic structured queries" (Darwish & Oard 2003): a word is as rare as its terms together, each by its
    share, so that a strange sense of "the" counts for no more than "the". What no text holds is not meant.
    """
    held = np.bincount(asked.words, asked.shares * is_held)[asked.words]
    shares = np.divide(asked.shares * is_held, held, out=asked.shares.copy(), where=held > 0)
    return shares, -np.log(np.bincount(asked.words, shares * np.exp(-rarities)))


class Bm25:
    """Term statistics of texts given as hashed terms with counts. Immutable once built; reads are thread-safe."""

    def __init__(self, counted: Sequence[Mapping[int, float]]) -> None:
        lengths = np.array([sum(counts.values()) for counts in counted], np.float32)
        rows = np.repeat(np.arange(len(counted)), [len(counts) for counts in counted])
        columns = np.fromiter(chain.from_iterable(counted), np.int64, len(rows)) % BUCKETS
        numbers = chain.from_iterable(counts.values() for counts in counted)
        values = np.fromiter(numbers, np.float32, len(rows))
        frequency = np.bincount(columns, np.minimum(values, 1), minlength=BUCKETS)
        held = frequency > 0  # few of the buckets; of the others all say as much
        self._idf = np.full(BUCKETS, idf(np.zeros(1), len(counted))[0])
        self._idf[held] = idf(frequency[held], len(counted))
        mean = float(lengths.mean()) if len(counted) else 1.0
        weights = (damped(values, lengths[rows], mean) * self._idf[columns], (columns, rows))
        self._weights = sparse.csr_matrix(weights, shape=(BUCKETS, len(counted)), dtype=np.float32)

    def scores(self, counts: Mapping[int, float], among: Iterable[int] | None = None) -> npt.NDArray[np.float32]:
        """Return (n,) scores in about 0..1: BM25 over what a passage holding every term just once would reach.

        A term counts by its weight, at most once; `among` are the terms that these are a part of.
        """
        wanted = np.fromiter(counts, np.int64, len(counts)) % BUCKETS
        shares = np.minimum(np.fromiter(counts.values(), np.float32, len(counts)), 1)
        whole = float(self._idf[wanted] @ shares) if among is None else self.weight(among)
        return self._summed(wanted, shares) / max(whole, 1e-6)

    def scores_of(self, asked: Senses) -> npt.NDArray[np.float32]:
        """Return (n,) scores in about 0..1 of words that may each mean one of several terms."""
        wanted = asked.terms % BUCKETS
        is_held = self._weights.indptr[wanted + 1] > self._weights.indptr[wanted]
        shares, rarity = meant(asked, self._idf[wanted], is_held)
        found = self._summed(wanted, shares * rarity[asked.words] / self._idf[wanted])
        return found / max(float(rarity.sum()), 1e-6)

    def _summed(self, wanted: npt.NDArray[np.int64], shares: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        # Read straight from the rows: scipy's own row selection costs more than the sum.
        starts, ends = self._weights.indptr[wanted], self._weights.indptr[wanted + 1]
        lengths = ends - starts
        places = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        texts, weights = self._weights.indices[places], self._weights.data[places] * np.repeat(shares, lengths)
        return np.bincount(texts, weights, minlength=self._weights.shape[1]).astype(np.float32)

    def weight(self, counts: Iterable[int]) -> float:
        """Return how much terms say: the sum of their inverse document frequencies."""
        return float(self._idf[np.fromiter(counts, np.int64) % BUCKETS].sum())
