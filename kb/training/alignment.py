"""Which words translate which, learnt from sentences that say the same: IBM Model 1, run in both directions.

Brown et al. (1993), "The Mathematics of Statistical Machine Translation", section 4.1: expectation maximisation over
all links between the words of a pair. The geometric mean of both directions keeps what each confirms of the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

_ROUNDS = 5
_NO_WORD = 1e-4
"""What is held for a word that nothing on the other side stands for."""
_DOUBT = 0.3
"""Links held back from every word: one seen once must not be sure of its translation."""
_MOST_WORDS = 60
"""More of a pair says no more of its single words, and links grow with the square."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`links[word, english]` in 0..1; the rows are `words`, the columns `english`."""

    words: tuple[str, ...]
    english: tuple[str, ...]
    links: Any


def align(pairs: Iterable[tuple[Words, Words]], *, least: float, most: int) -> Table:
    """Return the table of (words, English words) pairs: links of at least `least`, at most `most` for a word."""
    words: dict[str, int] = {}
    english: dict[str, int] = {}
    left, right = [], []
    for said, meant in pairs:
        left.append(_numbers(said, words))
        right.append(_numbers(meant, english))
    shape = len(words), len(english)
    there = _learn(left, right, shape)
    back = _learn(right, left, shape[::-1]).T.tocsr()
    links = there.multiply(back).tocsr()
    links.data = np.sqrt(links.data)
    return Table(tuple(words), tuple(english), pruned(links, least, most))


def _numbers(words: Words, known: dict[str, int]) -> npt.NDArray[np.int32]:
    distinct = dict.fromkeys(words[:_MOST_WORDS])
    return np.fromiter((known.setdefault(word, len(known)) for word in distinct), np.int32, len(distinct))


def _learn(left: list[npt.NDArray[np.int32]], right: list[npt.NDArray[np.int32]], shape: tuple[int, int]) -> Any:
    """Return p(right | left) as a sparse (left, right) matrix."""
    sizes = np.array([len(part) for part in left]), np.array([len(part) for part in right])
    links = np.concatenate(
        [np.repeat(part.astype(np.int64) * shape[1], count) for part, count in zip(left, sizes[1], strict=True)]
    )
    links += np.concatenate([np.tile(part, count) for part, count in zip(right, sizes[0], strict=True)])
    starts = np.cumsum(sizes[1]) - sizes[1]
    explained = np.concatenate(  # which word of which pair a link explains
        [np.tile(np.arange(start, start + n), m) for start, n, m in zip(starts, sizes[1], sizes[0], strict=True)]
    )
    distinct, place = np.unique(links, return_inverse=True)
    del links
    given, meant = np.divmod(distinct, shape[1])
    chance = 1 / np.bincount(given, minlength=shape[0])[given]
    for _ in range(_ROUNDS):
        share = chance[place]
        share /= (np.bincount(explained, share) + _NO_WORD)[explained]
        counts = np.bincount(place, share)
        chance = counts / (np.bincount(given, counts, minlength=shape[0]) + _DOUBT)[given]
    return sparse.csr_matrix((chance, (given, meant)), shape=shape)


def pruned(links: Any, least: float, most: int) -> Any:
    """Return the rows with their strongest links only, strongest first."""
    columns, values, starts = [], [], [0]
    for row in range(links.shape[0]):
        span = slice(links.indptr[row], links.indptr[row + 1])
        order = np.argsort(-links.data[span], kind="stable")[:most]
        kept = order[links.data[span][order] >= least]
        columns.append(links.indices[span][kept])
        values.append(links.data[span][kept])
        starts.append(starts[-1] + len(kept))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=links.shape)
