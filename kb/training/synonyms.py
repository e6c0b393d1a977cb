"""Which English words say the same: those that other languages translate alike.

"Pivoting" after Bannard & Callison-Burch (2005), "Paraphrasing with Bilingual Parallel Corpora": the chance that a word
becomes another by way of a language, in the mean over all languages; what one of them confuses, the others set right.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
from scipy import sparse

from kb.training.alignment import Table, pruned

_LEAST = 0.03
_MOST = 6
_FEW_LANGUAGES = 3
"""A word that fewer languages know is held back: it may be noise."""


def synonyms(tables: Collection[Table]) -> Table:
    """Return the English words with what they may say instead, the word itself among it, strongest first."""
    english = sorted({word for table in tables for word in table.english})
    place = {word: number for number, word in enumerate(english)}
    total: Any = sparse.csr_matrix((len(english), len(english)), dtype=np.float64)
    known = np.zeros(len(english))
    for table in tables:
        links = table.links.tocoo()
        columns = np.array([place[word] for word in table.english])[links.col]
        shape = len(table.words), len(english)
        meant: Any = sparse.csr_matrix((links.data, (links.row, columns)), shape=shape)
        total = total + _shares(meant.T.tocsr()) @ _shares(meant)
        known += np.bincount(columns, minlength=len(english)) > 0
    means = sparse.diags(1 / np.maximum(known, _FEW_LANGUAGES)) @ total
    return Table(tuple(english), tuple(english), pruned(means.tocsr(), _LEAST, _MOST))


def _shares(links: Any) -> Any:
    """Return the rows with sums of 1."""
    sums = np.asarray(links.sum(axis=1)).ravel()
    return sparse.diags(np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)) @ links
