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
"""The cosine from which two questions mean the same. Of 308 questions that customers asked the demo in eight languages,
85 % of the pairs that this puts together want the same article; where none has it yet, half. It finds a sixth of all
pairs: a gap may stand in the report more than once, and is seldom two."""
_BUCKETS = 256
_FOUND = 0.7
"""What the articles that were found count beside the words: they are the same whatever the language."""
_AT_ONCE = 2_500
"""Questions that are held against each other: more of them are taken in turn, each lot against the gaps before it."""

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
    """Yield the gaps that these questions are in, old and new ones, with their ids; one may come more than once.

    `vectors` are signatures.
    """
    known, ids = list(gaps), {gap.id for gap in gaps}
    for start in range(0, len(askings), _AT_ONCE):
        some, own = askings[start : start + _AT_ONCE], vectors[start : start + _AT_ONCE]
        for gap, places in [*_more_of(known, own)]:
            if gap.id not in ids:
                ids.add(gap.id)
                known.append(gap)
            yield gap, [some[place].id for place in places]


def _more_of(known: Sequence[Gap], vectors: Matrix) -> Iterator[tuple[Gap, list[int]]]:
    """Yield the gaps of one lot, with places."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, gap in enumerate(_nearest(vectors, known)):
        found[gap].append(place)
    rest = found.pop(-1, [])
    for gap, places in found.items():
        yield known[gap], places
    for places in _clusters(vectors[rest]):
        own = [rest[place] for place in places]
        middle = unit_rows(vectors[own].mean(axis=0, keepdims=True))[0]
        yield Gap(id=uuid4().hex[:24], vector=middle.astype("<f4").tobytes()), own


def _nearest(vectors: Matrix, gaps: Sequence[Gap]) -> Numbers:
    """Return the place of the gap that each is more of, -1 for none. What cannot be read is near to nothing."""
    usable = [place for place, gap in enumerate(gaps) if len(gap.vector) == 4 * vectors.shape[1]]
    if not usable:
        return np.full(len(vectors), -1)
    middles = np.stack([np.frombuffer(gaps[place].vector, "<f4") for place in usable])
    cosines = vectors @ middles.T
    return np.where(cosines.max(axis=1) >= ALIKE, np.array(usable)[cosines.argmax(axis=1)], -1)


def _clusters(vectors: Matrix) -> Iterator[list[int]]:
    """Yield the places of vectors that belong together, by average linkage; what cannot be read belongs nowhere."""
    from sklearn.cluster import AgglomerativeClustering

    readable = np.flatnonzero(vectors.any(axis=1))
    yield from ([int(place)] for place in np.flatnonzero(~vectors.any(axis=1)))
    if len(readable) < 2:
        yield from ([int(place)] for place in readable)
        return
    linkage = AgglomerativeClustering(None, affinity="cosine", linkage="average", distance_threshold=1 - ALIKE)
    labels = linkage.fit_predict(vectors[readable])
    order = np.argsort(labels, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        yield readable[group].tolist()
