"""Fits the confidence on the knowledge base: its phrasings, each asked while left out, and what is out of scope.

What customers did ask, with the article that answers, is better still: where there is enough of it, it decides from
which confidence to answer. Left-out phrasings are harder, for each was written to say what the others do not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import numpy as np

from kb.asked import Asked
from kb.confidence import Confidence, fit, threshold
from kb.encoder import Encoder, Matrix
from kb.index import Index
from kb.ranking import Ranking, rank
from kb.wording import Scores
from support.articles import Field

FOLDS = 5
_MOST_ASKED = 3000
"""Phrasings looked at, evenly drawn: more say no more, and each is searched for."""
_ENOUGH_ASKED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """The features of the first article, how much the question says, whether it is right, and whether any is."""

    features: Scores
    fullness: float
    is_right: bool
    is_known: bool


def calibrate(
    index: Index, encoder: Encoder, strangers: Sequence[Asked], asked: Sequence[Asked], most_wrong: float
) -> Confidence:
    """Return the confidence fitted to this knowledge base.

    `strangers` are texts that no article answers, `asked` what customers asked. From the confidence's `sure` on, at
    most the share `most_wrong` of the questions that an article answers gets another one.
    """
    vectors = encoder.encode([passage.text for passage in index.passages])
    own = [row for fold in range(FOLDS) for row in _rows(*left_out(index, encoder, vectors, fold))]
    return fitted(own, _heard(index, encoder, strangers), _heard(index, encoder, asked), most_wrong)


def fitted(own: Sequence[Row], strangers: Sequence[Row], heard: Sequence[Row], most_wrong: float) -> Confidence:
    """Return the confidence fitted to phrasings of its `own`, to `strangers` and to what customers were `heard` ask."""
    confidence = _fit([*own, *strangers, *heard])
    known = [row for row in heard if row.is_known]
    judged = known if len(known) >= _ENOUGH_ASKED else own
    is_right = np.array([row.is_right for row in judged])
    return replace(confidence, sure=threshold(confidences(confidence, judged), is_right, most_wrong))


def confidences(confidence: Confidence, rows: Sequence[Row]) -> Scores:
    """Return (n,) confidences, as kb.search gives them with its answers."""
    return cast(Scores, confidence.of(_features(rows)) * np.array([row.fullness for row in rows]))


def _heard(index: Index, encoder: Encoder, asked: Sequence[Asked]) -> list[Row]:
    """Return a row for each question, but for those whose article is gone."""
    slugs = {None, *(slug for slug, _ in index.articles)}
    asked = [one for one in asked if one.article in slugs]
    return _rows(index, asked, encoder.encode([one.question for one in asked]))


def _fit(rows: Sequence[Row]) -> Confidence:
    return fit(
        _features(rows), np.array([row.is_right for row in rows], bool), np.array([row.is_known for row in rows], bool)
    )


def _features(rows: Sequence[Row]) -> Matrix:
    return np.array([row.features for row in rows])


def _rows(index: Index, asked: Sequence[Asked], vectors: Matrix) -> list[Row]:
    return [
        row(index, rank(index, one.question, vector, one.language), one)
        for one, vector in zip(asked, vectors, strict=True)
    ]


def row(index: Index, ranking: Ranking, asked: Asked) -> Row:
    """Return what the confidence is fitted to, of a question and its ranking."""
    is_right = ranking.among.key(ranking.order[0])[0] == asked.article
    return Row(ranking.features(), index.fullness(asked.question), is_right, asked.article is not None)


def left_out(index: Index, encoder: Encoder, vectors: Matrix, fold: int) -> tuple[Index, list[Asked], Matrix]:
    """Return the index without the fold's phrasings, these as questions, each two of an article as one, and vectors.

    Customers say more than a phrasing does. Some topics are left in one language only and asked in those they lost: as
    often as topics lack a language. `vectors` are those of all passages.
    """
    lost = _lost(index, fold)
    topics = {slug for slug, _ in lost}
    keys = [(passage.slug, passage.language) for passage in index.passages]
    phrasings = [place for place, passage in enumerate(index.passages) if passage.field is not Field.BODY]
    own = [place for place in phrasings[fold::FOLDS] if keys[place][0] not in topics]
    foreign = [place for place in phrasings if keys[place] in lost]
    held_out = index.without({*own, *(place for place, key in enumerate(keys) if key in lost)}, vectors)
    places = _sample([*own, *_sample(foreign, len(own) * _lacking(index))], _MOST_ASKED / FOLDS)
    twos = [(one, other) for one, other in pairwise(places) if keys[one] == keys[other]]
    spoken = [" ".join(index.passages[place].text for place in two) for two in twos]
    asked = [Asked(index.passages[place].text, keys[place][1], keys[place][0]) for place in places]
    asked += [Asked(text, keys[one][1], keys[one][0]) for text, (one, _) in zip(spoken, twos, strict=True)]
    return held_out, asked, np.concatenate([vectors[list(places)], encoder.encode(spoken)])


def _lost(index: Index, fold: int) -> set[tuple[str, str]]:
    """Return the (slug, language) of every fifth topic but in the commonest language; none where no topic lacks any."""
    home = Counter(language for _, language in index.articles).most_common(1)[0][0]
    topics = {slug for slug, language in index.articles if language == home} if _lacking(index) else set()
    shared = sorted({slug for slug, language in index.articles if slug in topics and language != home})[fold::FOLDS]
    return {(slug, language) for slug, language in index.articles if slug in shared and language != home}


def _lacking(index: Index) -> float:
    """Return how many articles the languages lack for each that they have."""
    slugs, languages = zip(*index.articles, strict=True)
    return len(set(slugs)) * len(set(languages)) / len(index.articles) - 1


def _sample(places: Sequence[int], wanted: float) -> Sequence[int]:
    return places[:: max(round(len(places) / wanted), 1)] if wanted >= 1 else ()
