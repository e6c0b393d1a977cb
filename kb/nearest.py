"""The passages nearest to a question: exact up to 100,000 of them, beyond by an inverted file of FAISS.

IVF with a byte a number (Jégou, Douze & Schmid 2011; "IVF, SQ8" of FAISS's guidelines for a million vectors where
memory is dear): a graph (HNSW) is as fast, but takes 64 links a vector besides, and cannot be mapped from a file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from kb.encoder import Matrix
from kb.rows import Places

MOST_EXACT = 100_000
_CELLS_A_ROOT = 1.5
"""Cells: this times the square root of the number of vectors."""
_LOOKED_INTO = 24
"""Cells a question."""
_LEARNT_FROM = 48
"""Vectors a cell."""
_AT_ONCE = 20_000


def nearest_of(vectors: Any, count: int) -> Any:
    """Return a FAISS index of `count` vectors; `vectors(begin, end)` gives them as (n, dim) float32 of length 1."""
    dim = vectors(0, 1).shape[1] if count else 1
    index = faiss.IndexFlatIP(dim) if count <= MOST_EXACT else _cells(vectors, count, dim)
    for begin in range(0, count, _AT_ONCE):
        index.add(np.ascontiguousarray(vectors(begin, min(begin + _AT_ONCE, count))))
    return index


def _cells(vectors: Any, count: int, dim: int) -> Any:
    cells = int(_CELLS_A_ROOT * count**0.5)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dim), dim, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    index.nprobe = _LOOKED_INTO
    index.train(np.concatenate(list(_drawn(vectors, count, cells * _LEARNT_FROM))))
    return index


def _drawn(vectors: Any, count: int, wanted: int) -> Iterator[Matrix]:
    """Yield runs of vectors from all over, about as many as wanted."""
    run = 64
    for begin in np.linspace(0, count - run, max(wanted // run, 1)).astype(int).tolist():
        yield vectors(begin, begin + run)


def near(index: Any, vector: Matrix, most: int) -> Places:
    """Return the places of those nearest to a (dim,) vector, nearest first."""
    found = index.search(vector.reshape(1, -1), min(most, index.ntotal))[1][0] if index.ntotal else np.empty(0, int)
    return np.asarray(found[found >= 0], np.int64)  # FAISS pads with -1


def write(index: Any, path: Path) -> None:
    """Keep it."""
    faiss.write_index(index, str(path))


def read(path: Path) -> Any:
    """Return what was kept, mapped from its file."""
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    index.nprobe = _LOOKED_INTO
    return index
