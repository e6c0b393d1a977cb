"""Fits the confidence on the knowledge base: its phrasings, each asked while left out, and what is out of scope."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from kb.confidence import Confidence, fit
from kb.encoder import Encoder, Matrix
from kb.index import Index
from kb.ranking import rank
from kb.wording import Scores
from support.articles import Field

_FOLDS = 5

Row = tuple[Scores, bool]
"""The features of the first article, and whether it was the right one."""


def calibrate(index: Index, encoder: Encoder, out_of_scope: Sequence[tuple[str, str]]) -> Confidence:
    """Return the confidence fitted to this knowledge base; `out_of_scope` are (text, language) no article answers."""
    vectors = encoder.encode([passage.text for passage in index.passages])
    rows = [row for fold in range(_FOLDS) for row in _fold(index, vectors, fold)]
    for (text, language), vector in zip(out_of_scope, encoder.encode([text for text, _ in out_of_scope]), strict=True):
        rows.append((rank(index, text, vector, language).features(), False))
    return fit(np.array([features for features, _ in rows]), np.array([is_right for _, is_right in rows]))


def _fold(index: Index, vectors: Matrix, fold: int) -> Iterator[Row]:
    """Yield a row for each phrasing of the fold, asked while left out.

    Some topics are left in one language only and asked in those they lost: as often as topics lack a language.
    """
    lost = _lost(index, fold)
    topics = {slug for slug, _ in lost}
    keys = [(passage.slug, passage.language) for passage in index.passages]
    phrasings = [place for place, passage in enumerate(index.passages) if passage.field is not Field.BODY]
    own = [place for place in phrasings[fold::_FOLDS] if keys[place][0] not in topics]
    foreign = [place for place in phrasings if keys[place] in lost]
    held_out = index.without({*own, *(place for place, key in enumerate(keys) if key in lost)}, vectors)
    for place in [*own, *_sample(foreign, len(own) * _lacking(index))]:
        slug, language = keys[place]
        ranking = rank(held_out, index.passages[place].text, vectors[place], language)
        yield ranking.features(), held_out.articles[ranking.order[0]][0] == slug


def _lost(index: Index, fold: int) -> set[tuple[str, str]]:
    """Return the (slug, language) of every fifth topic but in the commonest language; none where no topic lacks any."""
    home = Counter(language for _, language in index.articles).most_common(1)[0][0]
    topics = {slug for slug, language in index.articles if language == home} if _lacking(index) else set()
    shared = sorted({slug for slug, language in index.articles if slug in topics and language != home})[fold::_FOLDS]
    return {(slug, language) for slug, language in index.articles if slug in shared and language != home}


def _lacking(index: Index) -> float:
    """Return how many articles the languages lack for each that they have."""
    slugs, languages = zip(*index.articles, strict=True)
    return len(set(slugs)) * len(set(languages)) / len(index.articles) - 1


def _sample(places: Sequence[int], wanted: float) -> Sequence[int]:
    return places[:: max(round(len(places) / wanted), 1)] if wanted >= 1 else ()
