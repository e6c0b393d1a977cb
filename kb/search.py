"""Finding the article that answers, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kb.confidence import Confidence
from kb.encoder import Matrix
from kb.index import Index
from kb.large import LargeIndex
from kb.ranking import Ranking, rank
from kb.topics import Scores
from support.articles import Answer, Field, Hit, Passage

MOST_HITS = 3
"""Articles that a customer in a chat is offered."""

_CLEARLY_NEARER = 0.2
"""Of cosine and lexical score together. Of 233 questions in eight languages, 50 got a part below the short answer;
8 of those were beside the point, none misled."""


@dataclass(frozen=True, slots=True)
class Search:
    """An index with what is needed to ask it; immutable, safe to share between threads."""

    index: Index | LargeIndex
    confidence: Confidence

    def ask(
        self, question: str, vector: Matrix, language: str, answer_in: str | None = None, most: int = MOST_HITS
    ) -> Answer:
        """Return up to `most` articles that may answer, best first, each in the language to answer in where it has it.

        `language` is the question's, `answer_in` the customer's wish where it is another one. `vector` is the
        question's (dim,) float32 of length 1; zeros (nothing readable) find nothing.
        """
        if self.index.is_empty or not vector.any():
            return Answer(hits=(), confidence=0.0)
        ranking = rank(self.index, question, vector, language)
        hits = tuple(self._hit(place, ranking) for place in ranking.order[:most])
        if answer_in not in (None, language):
            hits = tuple(self._in_language(hit, str(answer_in)) for hit in hits)
        # Whatever says next to nothing is near to something: "I need information" to what we know about customers.
        confidence = float(self.confidence.of(ranking.features()[None])[0]) * self.index.fullness(question)
        return Answer(hits=hits, confidence=confidence)

    def _hit(self, place: int, ranking: Ranking) -> Hit:
        """Return the article at `place` by its best passage."""
        parts, span = ranking.among.parts(place), ranking.among.span(place)
        cosines, words = ranking.cosines[span], ranking.words[span]
        inside = int(np.argmax(cosines + words))
        return Hit(
            passage=replace(parts[inside], answer=_answer(parts, cosines + words)),
            score=float(ranking.scores[place]),
            dense=float(cosines[inside]),
            lexical=float(words[inside]),
        )

    def _in_language(self, hit: Hit, language: str) -> Hit:
        """Return the hit with its article in another language, where there is one: then its short answer."""
        sister = self.index.article(hit.passage.slug, language)
        return hit if sister is None or sister.language != language else replace(hit, passage=sister)

    def article(self, slug: str, language: str) -> Passage | None:
        """Return the article's first passage: in `language`, else in any other, else None."""
        return self.index.article(slug, language)


def _answer(parts: Sequence[Passage], scores: Scores) -> str:
    """Return the article's short answer, and below it the part that is clearly nearer to the question."""
    likeness: dict[str, float] = {}
    for passage, score in zip(parts, scores.tolist(), strict=True):
        if passage.field is Field.BODY:
            likeness[passage.answer] = max(likeness.get(passage.answer, -1.0), score)
    short = parts[0].answer
    part = max(likeness, key=likeness.__getitem__, default=short)
    is_nearer = likeness.get(part, 0.0) - likeness.get(short, 0.0) >= _CLEARLY_NEARER
    return f"{short}\n\n{part}" if is_nearer else short
