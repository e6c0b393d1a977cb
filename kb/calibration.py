"""Fits the confidence on the knowledge base: its phrasings, each asked while left out, and what is out of scope.

What customers did ask, with the article that answers, is better still: where there is enough of it, it decides from
which confidence to answer. Left-out phrasings are harder, for each was written to say what the others do not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kb.asked import Asked
from kb.confidence import Confidence, fit, threshold
from kb.encoder import Encoder, Matrix
from kb.index import Index
from kb.ranking import Ranking, rank
from kb.wording import Scores
from support.articles import Field

_FOLDS = 5
_MOST_ASKED = 3000
"""Phrasings looked at, evenly drawn: more say no more, and each is searched for."""
_ENOUGH_ASKED = 100


@dataclass(frozen=True, slots=True)
class _Row:
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
    left_out = [row for fold in range(_FOLDS) for row in _fold(index, encoder, vectors, fold)]
    heard = _heard(index, encoder, asked)
    confidence = _fit([*left_out, *_heard(index, encoder, strangers), *heard])
    own = [row for row in heard if row.is_known]
    judged = own if len(own) >= _ENOUGH_ASKED else left_out
    confidences = confidence.of(_features(judged)) * np.array([row.fullness for row in judged])
    return replace(confidence, sure=threshold(confidences, np.array([row.is_right for row in judged]), most_wrong))


def _heard(index: Index, encoder: Encoder, asked: Sequence[Asked]) -> list[_Row]:
    """Return a row for each question, but for those whose article is gone."""
    slugs = {None, *(slug for slug, _ in index.articles)}
    asked = [one for one in asked if one.article in slugs]
    vectors = encoder.encode([one.question for one in asked])
    return [
        _row(index, rank(index, one.question, vector, one.language), one.question, one.article)
        for one, vector in zip(asked, vectors, strict=True)
    ]


def _fit(rows: Sequence[_Row]) -> Confidence:
    return fit(
        _features(rows), np.array([row.is_right for row in rows], bool), np.array([row.is_known for row in rows], bool)
    )


def _features(rows: Sequence[_Row]) -> Matrix:
    return np.array([row.features for row in rows])


def _row(index: Index, ranking: Ranking, question: str, article: str | None) -> _Row:
    is_right = index.articles[ranking.order[0]][0] == article
    return _Row(ranking.features(), index.fullness(question), is_right, article is not None)


def _fold(index: Index, encoder: Encoder, vectors: Matrix, fold: int) -> Iterator[_Row]:
    """Yield a row for each phrasing of the fold, asked while left out, and for each two of an article as one question.

    Customers say more than a phrasing does. Some topics are left in one language only and asked in those they lost: as
    often as topics lack a language.
    """
    lost = _lost(index, fold)
    topics = {slug for slug, _ in lost}
    keys = [(passage.slug, passage.language) for passage in index.passages]
    phrasings = [place for place, passage in enumerate(index.passages) if passage.field is not Field.BODY]
    own = [place for place in phrasings[fold::_FOLDS] if keys[place][0] not in topics]
    foreign = [place for place in phrasings if keys[place] in lost]
    held_out = index.without({*own, *(place for place, key in enumerate(keys) if key in lost)}, vectors)
    places = _sample([*own, *_sample(foreign, len(own) * _lacking(index))], _MOST_ASKED / _FOLDS)
    twos = [(one, other) for one, other in pairwise(places) if keys[one] == keys[other]]
    spoken = [" ".join(index.passages[place].text for place in two) for two in twos]
    questions = [*((index.passages[place].text, keys[place], vectors[place]) for place in places)]
    questions += zip(spoken, (keys[one] for one, _ in twos), encoder.encode(spoken), strict=True)
    for question, (slug, language), vector in questions:
        yield _row(held_out, rank(held_out, question, vector, language), question, slug)


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
