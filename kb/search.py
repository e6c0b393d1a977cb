"""Finding the article that answers, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from kb.confidence import Confidence
from kb.encoder import Matrix
from kb.index import Index
from kb.ranking import Ranking, rank
from support.articles import Answer, Hit, Passage


@dataclass(frozen=True, slots=True)
class Search:
    """An index with what is needed to ask it; immutable, safe to share between threads."""

    index: Index
    confidence: Confidence

    def ask(self, question: str, vector: Matrix, language: str, limit: int = 3) -> Answer:
        """Return the articles that may answer, best first, each in `language` where it has it.

        `vector` is the question's (dim,) float32 of length 1; zeros (nothing readable) find nothing.
        """
        if not self.index.passages or not vector.any():
            return Answer(hits=(), confidence=0.0)
        ranking = rank(self.index, question, vector, language)
        hits = tuple(self._hit(place, ranking) for place in ranking.order[:limit])
        return Answer(hits=hits, confidence=self.confidence.of(ranking.features()))

    def _hit(self, place: int, ranking: Ranking) -> Hit:
        """Return the article at `place` by its best passage."""
        span = self.index.span(place)
        inside = span.start + int(np.argmax(ranking.cosines[span] + ranking.words[span]))
        return Hit(
            passage=self.index.passages[inside],
            score=float(ranking.fused[place]),
            dense=float(ranking.cosines[inside]),
            lexical=float(ranking.words[inside]),
        )

    def article(self, slug: str, language: str) -> Passage | None:
        """Return the article's first passage: in `language`, else in any other, else None."""
        return self.index.article(slug, language)
