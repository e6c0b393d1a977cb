"""Fits the confidence on the knowledge base: its phrasings, each asked while left out, and what is out of scope."""

from collections.abc import Sequence

import numpy as np

from kb.confidence import Confidence, fit
from kb.encoder import Encoder, Matrix
from kb.index import Index
from kb.ranking import rank
from support.articles import Field

_FOLDS = 5


def calibrate(index: Index, encoder: Encoder, out_of_scope: Sequence[tuple[str, str]]) -> Confidence:
    """Return the confidence fitted to this knowledge base; `out_of_scope` are (text, language) no article answers."""
    vectors = encoder.encode([passage.text for passage in index.passages])
    phrasings = [place for place, passage in enumerate(index.passages) if passage.field is not Field.BODY]
    rows, is_right = [], []
    for fold in range(_FOLDS):
        asked = phrasings[fold::_FOLDS]
        held_out = _without(index, vectors, asked)
        for place in asked:
            passage = index.passages[place]
            ranking = rank(held_out, passage.text, vectors[place], passage.language)
            rows.append(ranking.features())
            is_right.append(held_out.articles[ranking.order[0]][0] == passage.slug)
    for (text, language), vector in zip(out_of_scope, encoder.encode([text for text, _ in out_of_scope]), strict=True):
        rows.append(rank(index, text, vector, language).features())
        is_right.append(False)
    return fit(np.array(rows), np.array(is_right))


def _without(index: Index, vectors: Matrix, places: Sequence[int]) -> Index:
    left_out = set(places)
    kept = [place for place in range(len(index.passages)) if place not in left_out]
    return Index([index.passages[place] for place in kept], vectors[kept])
