"""Questions that mean the same, in whatever language, as gaps: what is known for more of one, and what is new."""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from kb.encoder import Matrix, unit_rows
from support.askings import Asking, Gap

ALIKE = 0.35
"""The cosine from which two questions mean the same. Of 468 questions that customers asked the demo in eight languages,
86 % of the pairs that this puts together want the same article; where none has it yet, half."""
_NEAR = 0.9
"""The cosine of a handful that is counted as one before what means the same is looked for: its size bounds the work."""
_BUCKETS = 256
_FOUND = 0.7
"""What the articles that were found count beside the words: they are the same whatever the language."""
_MOST_APART = 5_000
"""Handfuls that can be held against each other in some seconds and 200 MB."""

Numbers = npt.NDArray[np.intp]


def signatures(askings: Sequence[Asking], vectors: Matrix) -> Matrix:
    """Return (n, dim + 256) rows of length 1: what they say, and what they found.

    `vectors`: (n, dim) float32 of length 1, without what each language's texts share.
    """
    found = np.zeros((len(askings), _BUCKETS), np.float32)
    for row, asking in zip(found, askings, strict=True):
        for place, slug in enumerate(asking.found):
            row[zlib.crc32(slug.encode()) % _BUCKETS] += 1 / (place + 1)
    return unit_rows(np.concatenate([vectors, _FOUND * unit_rows(found)], axis=1))


def grouped(askings: Sequence[Asking], gaps: Sequence[Gap], vectors: Matrix) -> Iterator[tuple[Gap, list[str]]]:
    """Yield each gap that these questions are in, an old or a new one, with their ids; `vectors` are signatures."""
    if not askings:
        return
    found: defaultdict[int, list[int]] = defaultdict(list)
    rest: list[int] = []
    for place, gap in enumerate(_nearest(vectors, gaps)):
        (found[gap] if gap >= 0 else rest).append(place)
    for gap, places in found.items():
        yield gaps[gap], [askings[place].id for place in places]
    for places in _clusters(vectors[rest]) if rest else ():
        own = [rest[place] for place in places]
        middle = unit_rows(vectors[own].mean(axis=0, keepdims=True))[0]
        yield Gap(id=uuid4().hex[:24], vector=middle.astype("<f4").tobytes()), [askings[place].id for place in own]


def _nearest(vectors: Matrix, gaps: Sequence[Gap]) -> Numbers:
    """Return the place of the gap that each is more of, -1 for none. What cannot be read is near to nothing."""
    usable = [place for place, gap in enumerate(gaps) if len(gap.vector) == 4 * vectors.shape[1]]
    if not usable:
        return np.full(len(vectors), -1)
    middles = np.stack([np.frombuffer(gaps[place].vector, "<f4") for place in usable])
    cosines = vectors @ middles.T
    return np.where(cosines.max(axis=1) >= ALIKE, np.array(usable)[cosines.argmax(axis=1)], -1)


def _clusters(vectors: Matrix) -> Iterator[list[int]]:
    """Yield the places of vectors that belong together: near ones by BIRCH, and these by average linkage."""
    from sklearn.cluster import AgglomerativeClustering, Birch

    readable = np.flatnonzero(vectors.any(axis=1))
    if len(readable) < 2:
        yield from ([int(place)] for place in readable)
        return
    handfuls = Birch(threshold=_distance(_NEAR) / 2, n_clusters=None).fit(vectors[readable])
    middles = unit_rows(handfuls.subcluster_centers_.astype(np.float32))
    labels = np.arange(len(middles))
    if 1 < len(middles) <= _MOST_APART:
        linkage = AgglomerativeClustering(None, affinity="cosine", linkage="average", distance_threshold=1 - ALIKE)
        labels = linkage.fit_predict(middles)
    own = labels[handfuls.predict(vectors[readable])]
    for label in np.unique(own):
        yield readable[own == label].tolist()


def _distance(cosine: float) -> float:
    """Return how far apart the ends of two vectors of length 1 are."""
    return float(np.sqrt(2 - 2 * cosine))
