"""Runs of unequal length that lie one after the other in an array: where they begin, and some of them gathered."""

from typing import cast

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


def starts(lengths: npt.NDArray[np.integer]) -> Places:
    """Return (n + 1,) places: where each run begins, and where the last one ends."""
    return cast(Places, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]))


def inside(begins: npt.NDArray[np.integer], lengths: npt.NDArray[np.integer]) -> Places:
    """Return the places in runs that begin there and are so long, run after run."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    return cast(Places, np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + lengths, lengths))


def numbers(lengths: npt.NDArray[np.integer]) -> Places:
    """Return for each item of all runs the number of its run."""
    return np.repeat(np.arange(len(lengths)), lengths)


def best(scores: npt.NDArray[np.floating], begins: npt.NDArray[np.integer]) -> npt.NDArray[np.float32]:
    """Return the highest of each run; runs are never empty."""
    return cast(npt.NDArray[np.float32], np.maximum.reduceat(scores, begins))
