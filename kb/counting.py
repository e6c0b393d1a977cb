"""How often passages hold the terms of a question: looked up by passage, or by term where the same are asked often."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.lexical import BUCKETS
from kb.rows import Places, inside
from kb.section import Section

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counted:
    """Text `texts[i]` holds term `slots[i]` so often, and texts are so long; what no text holds is left out."""

    texts: Places
    slots: Places
    counts: Floats
    lengths: Floats

    def of(self, chosen: npt.NDArray[np.bool_]) -> "Counted":
        """Return what the chosen texts count; the others are empty."""
        kept = chosen[self.texts]
        return Counted(self.texts[kept], self.slots[kept], self.counts[kept], self.lengths * chosen)

    def together(self, runs: Places, count: int) -> "Counted":
        """Return what so many longer texts count, of which each text is a part: `runs` says of which."""
        if not len(self.texts):
            return Counted(self.texts, self.slots, self.counts, np.zeros(count, np.float32))
        width = int(self.slots.max()) + 1
        sums = np.bincount(runs[self.texts] * width + self.slots, self.counts)
        held = np.flatnonzero(sums)
        lengths = np.bincount(runs, self.lengths, minlength=count).astype(np.float32)
        return Counted(held // width, held % width, sums[held].astype(np.float32), lengths)


Counting = Callable[[npt.NDArray[np.int64]], Counted]
"""Called with distinct terms."""


def by_rows(section: Section, kind: str, rows: Places, terms: npt.NDArray[np.int64]) -> Counted:
    """Return how often these passages hold distinct terms."""
    slots = np.zeros(BUCKETS, np.int16)
    slots[terms] = np.arange(1, len(terms) + 1)
    sizes = section.arrays[f"{kind}_sizes"][rows]
    places = inside(section.begins(kind, rows), sizes)
    slot = slots[section.arrays[f"{kind}_terms"][places]]
    hits = np.flatnonzero(slot)
    texts = np.searchsorted(np.cumsum(sizes), hits, side="right")
    counts = section.arrays[f"{kind}_counts"][places[hits]].astype(np.float32)
    return Counted(texts, slot[hits].astype(np.int64) - 1, counts, section.arrays[f"{kind}_lengths"][rows])


def by_terms(section: Section, kind: str, rows: Places) -> Counting:
    """Return what looks up terms in these passages, turned round once."""
    sizes = section.arrays[f"{kind}_sizes"][rows]
    places = inside(section.begins(kind, rows), sizes)
    terms, counts = section.arrays[f"{kind}_terms"][places], section.arrays[f"{kind}_counts"][places]
    ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    columns = sparse.csr_matrix((counts.astype(np.float32), terms, ends), (len(rows), BUCKETS)).tocsc()
    lengths = section.arrays[f"{kind}_lengths"][rows]

    def counted(wanted: npt.NDArray[np.int64]) -> Counted:
        begins = columns.indptr[wanted]
        found = columns.indptr[wanted + 1] - begins
        hits = inside(begins, found)
        slots = np.repeat(np.arange(len(wanted)), found)
        return Counted(columns.indices[hits].astype(np.int64), slots, columns.data[hits], lengths)

    return counted
