"""How rare terms are and how long texts are: what BM25 has to know of all texts to score a few of them.

The same figures as kb.lexical.Bm25 has, apart from the texts.
"""

from dataclasses import dataclass, field
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.counting import Counted
from kb.lexical import BUCKETS, Counts, Senses, damped, idf, meant

Scores = npt.NDArray[np.float32]
Weights = tuple[npt.NDArray[np.int64], Scores]
"""Distinct terms, and what each adds to the score of a text that holds it once, in a text of the mean length."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of one kind of texts: `idf` and `is_held` one a bucket."""

    idf: Scores
    is_held: npt.NDArray[np.bool_]
    mean: float

    def weights(self, counts: Counts, among: Counts | None = None) -> Weights:
        """Return the weights of a question's terms; `among` are the terms that these are a part of."""
        wanted, shares = _buckets(counts)
        weights = self.idf[wanted] * np.minimum(shares, 1)
        whole = float(weights.sum()) if among is None else self.weight(among)
        return _distinct(wanted, weights / max(whole, 1e-6))

    def weights_of(self, asked: Senses) -> Weights:
        """Return the weights of words that may each mean one of several terms."""
        wanted = asked.terms % BUCKETS
        shares, rarity = meant(asked, self.idf[wanted], self.is_held[wanted])
        return _distinct(wanted, shares * rarity[asked.words] / max(float(rarity.sum()), 1e-6))

    def weight(self, counts: Counts) -> float:
        """Return how much terms say: the sum of their inverse document frequencies."""
        return float(self.idf[_buckets(counts)[0]].sum())

    def scores(self, counted: Counted, weights: Scores) -> Scores:
        """Return (n,) scores of texts."""
        values = damped(counted.counts, counted.lengths[counted.texts], self.mean) * weights[counted.slots]
        return cast(Scores, np.bincount(counted.texts, values, minlength=len(counted.lengths)).astype(np.float32))


@dataclass(slots=True)
class Tally:
    """Statistics in the making."""

    texts: int = 0
    length: float = 0.0
    frequency: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(BUCKETS))

    def add(self, counted: sparse.csr_matrix) -> None:
        """Count texts, one a row."""
        self.texts += counted.shape[0]
        self.length += float(counted.data.sum())
        self.frequency += np.bincount(counted.indices, np.minimum(counted.data, 1), minlength=BUCKETS)

    def statistics(self) -> Statistics:
        """Return what was counted."""
        mean = self.length / self.texts if self.texts else 1.0
        return Statistics(idf(self.frequency, self.texts), self.frequency > 0, mean)


def _buckets(counts: Counts) -> tuple[npt.NDArray[np.int64], Scores]:
    return np.fromiter(counts, np.int64, len(counts)) % BUCKETS, np.fromiter(counts.values(), np.float32, len(counts))


def _distinct(wanted: npt.NDArray[np.int64], weights: Scores) -> Weights:
    terms, places = np.unique(wanted, return_inverse=True)
    return terms, np.bincount(places, weights, minlength=len(terms)).astype(np.float32)
