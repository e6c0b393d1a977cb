"""Articles that say the same in one language, and where they say it with other numbers.

On the demo's articles (32 topics, eight languages) two of different topics are alike up to .54; of eight that were
written anew in other words and with other numbers, five are alike to what they repeat from .59 on, three less.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import faiss
import numpy as np

from kb.encoder import Matrix, unit_rows
from kb.gaps.numbers import numbers
from support.articles import Field, Passage
from support.twins import Twin

ALIKE = 0.57
_SAME_MATTER = 0.5
"""The cosine from which two passages are taken to be about the same: then their numbers ought to be the same."""
_NEIGHBOURS = 8
_FEW_PASSAGES = 64
"""Of so few a language's mean is mostly theirs, and is taken away by half."""


def twins(passages: Sequence[Passage], vectors: Matrix) -> list[Twin]:
    """Return the pairs; `passages` sorted by slug and language, `vectors` (n, dim) float32 of length 1."""
    places: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for place, passage in enumerate(passages):
        places[passage.language].setdefault(passage.slug, []).append(place)
    return [twin for language, own in sorted(places.items()) for twin in _of(language, own, passages, vectors)]


def _of(language: str, own: dict[str, list[int]], passages: Sequence[Passage], vectors: Matrix) -> Iterator[Twin]:
    slugs, every = list(own), [place for some in own.values() for place in some]
    mean = vectors[every].mean(axis=0) * len(every) / (len(every) + _FEW_PASSAGES)
    middles = unit_rows(np.stack([(vectors[some] - mean).mean(axis=0) for some in own.values()])).astype(np.float32)
    for one, other, likeness in _near(middles):
        parts = [[(passages[place], vectors[place] - mean) for place in own[slugs[it]]] for it in (one, other)]
        yield Twin(
            language=language,
            one=slugs[one],
            other=slugs[other],
            likeness=round(likeness, 3),
            differing=tuple(sorted(_differing(*parts))),
        )


def _near(middles: Matrix) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of places, the lower first, with their cosine."""
    index = faiss.IndexFlatIP(middles.shape[1])
    index.add(np.ascontiguousarray(middles))
    cosines, neighbours = index.search(np.ascontiguousarray(middles), min(_NEIGHBOURS + 1, len(middles)))
    near = (cosines >= ALIKE) & (neighbours > np.arange(len(middles))[:, None])
    for row, column in np.argwhere(near).tolist():
        yield row, int(neighbours[row, column]), float(cosines[row, column])


def _differing(one: list[tuple[Passage, Matrix]], other: list[tuple[Passage, Matrix]]) -> set[str]:
    """Return the numbers that stand in one of two passages about the same, and not in the other."""
    left, right = ([(part.text, row) for part, row in parts if part.field is Field.BODY] for parts in (one, other))
    if not left or not right:
        return set()
    cosines = unit_rows(np.stack([row for _, row in left])) @ unit_rows(np.stack([row for _, row in right])).T
    found: set[str] = set()
    for place, (text, _) in enumerate(left):
        nearest = int(cosines[place].argmax())
        said, there = numbers(text), numbers(right[nearest][0])
        if cosines[place, nearest] >= _SAME_MATTER and said and there:
            found |= said ^ there
    return found
