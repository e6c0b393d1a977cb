"""Six signals, one weighted sum, one article a topic: the order in which articles may answer."""

from dataclasses import dataclass

import numpy as np

from kb.encoder import Matrix
from kb.index import Index, Scores

WEIGHTS = np.array([0.3, 0.1, 0.2, 0.5, 0.2, 0.3], np.float32)
"""One weight a signal of kb.index.SIGNALS."""

_FOREIGN_BONUS = 0.15
"""Makes up for the words a question and an article of another language cannot share. Found by leaving out, for each
held-out question, its language's own article of seven sisters: 6 in 10 were found elsewhere, without it 1 in 10."""

_DEPTH = 64
"""Places looked at for distinct topics; eight languages of eight topics."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`order`: places in index.articles, best first, one a topic; the rest are the scores behind it."""

    order: tuple[int, ...]
    fused: Scores
    signals: Matrix
    cosines: Scores
    words: Scores

    def features(self) -> Scores:
        """Return (len(SIGNALS) + 2,): the first article's signals, its score, its lead over the second topic."""
        first = self.order[0]
        second = float(self.fused[self.order[1]]) if len(self.order) > 1 else 0.0
        score = float(self.fused[first])
        return np.array([*self.signals[first], score, max(score - second, 0.0)], np.float32)


def rank(index: Index, question: str, vector: Matrix, language: str) -> Ranking:
    """Return the ranking for a question; `vector` is (dim,) float32 of length 1; the index must not be empty."""
    cosines, words = index.similarities(question, vector)
    signals = index.signals(question, vector, cosines, words)
    fused = signals @ WEIGHTS
    foreign = np.where(index.has_sister(language), -np.inf, fused + _FOREIGN_BONUS)
    scores = np.where(index.in_language(language), fused, foreign)
    return Ranking(_one_a_topic(index, scores), fused, signals, cosines, words)


def _one_a_topic(index: Index, scores: Scores) -> tuple[int, ...]:
    first: dict[str, int] = {}
    for place in np.argsort(-scores)[:_DEPTH]:
        if np.isfinite(scores[place]):  # an article stands back for its own sister in the customer's language
            first.setdefault(index.articles[place][0], int(place))
    return tuple(first.values())
