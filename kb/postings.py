"""Which texts hold a term: the lists that candidates are found by, each no longer than it has to be.

Of a term that very many texts hold only those are kept that hold it most ("static index pruning", Carmel et al. 2001):
such a term says little, and what is asked holds rarer ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.rows import Places, inside
from kb.statistics import Weights

LONGEST = 4000
"""Texts a list: of 1,000,000 passages, with 8,000 as many of the first ten are found."""
_SCALE = 100.0
"""Impacts are kept as bytes; they are below 2.2, see kb.lexical.damped."""


@dataclass(frozen=True, slots=True)
class Postings:
    """`texts[starts[term]:starts[term + 1]]` hold a term, with as many `impacts`."""

    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, impacts: sparse.csc_matrix) -> Self:
        """Return the lists of texts, one a row, in which terms have these impacts."""
        kept = pruned(impacts, LONGEST)
        values = np.clip(np.rint(kept.data * _SCALE), 1, 255)
        return cls(kept.indptr.astype(np.int64), kept.indices.astype(np.int32), values.astype(np.uint8))

    def best(self, asked: Weights, most: int) -> Places:
        """Return the texts that say most of what is asked, in no order."""
        terms, weights = asked
        begins, sizes = self.starts[terms], self.starts[terms + 1] - self.starts[terms]
        places = inside(begins, sizes)
        texts = self.texts[places]
        scores = np.bincount(texts, self.impacts[places] * np.repeat(weights, sizes))
        found = np.flatnonzero(scores)
        return found if len(found) <= most else found[np.argpartition(-scores[found], most)[:most]]


def pruned(impacts: sparse.csc_matrix, longest: int) -> sparse.csc_matrix:
    """Return the matrix with at most so many texts a term."""
    kept = np.concatenate(list(_kept(impacts, longest)))
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(impacts.indptr), longest), dtype=np.int64)])
    return sparse.csc_matrix((impacts.data[kept], impacts.indices[kept], starts), impacts.shape)


def _kept(impacts: sparse.csc_matrix, longest: int) -> Iterator[Places]:
    """Yield the places of what is kept, run by run: all between two long lists, the most telling of each of those."""
    begin, starts = 0, impacts.indptr
    for term in np.flatnonzero(np.diff(starts) > longest):
        start, end = int(starts[term]), int(starts[term + 1])
        yield np.arange(begin, start)
        yield start + np.sort(np.argpartition(-impacts.data[start:end], longest)[:longest])
        begin = end
    yield np.arange(begin, impacts.nnz)
