"""All passages, ready to be searched: vectors in FAISS (exact inner product), words beside them (kb.wording).

Vectors are centred by language: what all texts of a language share says which language it is, not what it is about,
and drowns likeness across languages (Libovický, Rosa & Fraser 2020, arXiv:2004.05160).
"""

from collections.abc import Sequence, Set
from itertools import groupby
from typing import cast

import faiss
import numpy as np

from kb.encoder import Matrix, unit_rows
from kb.held import Held
from kb.lexicon import Lexicon
from kb.topics import Topics, View
from kb.wording import Asked, Scores, Wording
from support.articles import Passage

SIGNALS = (
    "best",
    "centre",
    "best_elsewhere",
    "centre_elsewhere",
    "words",
    "body_words",
    "document_words",
    "meaning",
    "body_meaning",
    "document_meaning",
    "sound",
    "phrasings",
    "phrasings_meaning",
)
"""What speaks for an article, one column each:

best              the highest cosine of its passages
centre            the cosine of the mean of its passages: many weak likenesses count
best_elsewhere    the highest cosine of the same topic's passages in other languages
centre_elsewhere  the cosine of their mean; an article without sisters stands in for them itself, here and above
words             the highest lexical score of its passages
body_words        the highest of those that are neither title nor other phrasings
document_words    the lexical score of the article as one text
...meaning        the same three with every word by what it means in English
sound             the score of how the question's names sound in the article: names in other scripts
phrasings         the lexical score of title and other phrasings as one text: each asks in a few words of its own
phrasings_meaning the same by meaning, of the topic's phrasings in all languages: what one leaves out, others say
"""

_FEW_ARTICLES = 8
"""A language of so few articles has half its mean taken away: a mean of few says more of them than of the language."""

_ANY_COSINE = -2.0

_ENOUGH = 0.75
"""Of what half the phrasings say at least. Of 55 texts such as "I need information", 27 % were answered as if sure;
without it 42 %; of 312 whole questions as many as without it."""
_LEAST = 0.65
"""One word, such as "returns", is still worth offering what it may mean."""


class Index:
    """A snapshot of the knowledge base: immutable, shared by all readers, replaced as a whole."""

    def __init__(
        self, passages: Sequence[Passage], vectors: Matrix, lexicon: Lexicon, before: "Index | None" = None
    ) -> None:
        """`passages` sorted by (slug, language, position); `vectors` is (n, dim) float32, rows of length 1.

        `before` is the snapshot that this one replaces: what both hold need not be read again.
        """
        self.passages = tuple(passages)
        self._means = _means(passages, vectors)
        vectors = _centred(passages, vectors, self._means)
        self._flat = faiss.IndexFlatIP(vectors.shape[1])
        self._flat.add(np.ascontiguousarray(vectors, np.float32))
        keys = [(passage.slug, passage.language) for passage in passages]
        self.starts = _starts(keys)
        self._lexicon = lexicon
        self.articles = tuple(keys[start] for start in self.starts)
        self._places = {key: place for place, key in enumerate(self.articles)}
        self._topics = _starts([slug for slug, _ in self.articles])
        self._of_topics = Topics(self._topics, np.diff([*self._topics, len(self.articles)]))
        known = before.wording if before else None
        self.wording: Wording = Wording(passages, self.starts, self._topics, lexicon, known)
        self._enough = _ENOUGH * float(np.median(self.wording.phrasings() or [0.0]))
        self._languages = np.array([language for _, language in self.articles], np.str_)
        self._views = {language: self._of_topics.view(self._languages, language) for language in {*self._means, ""}}
        sums = np.add.reduceat(vectors, self.starts) if passages else vectors
        self._centres, self._centres_elsewhere = self._of_topics.centres(sums)

    def span(self, place: int) -> slice:
        """Return where the passages of the article at `place` lie."""
        end = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.passages)
        return slice(self.starts[place], end)

    def view(self, language: str) -> View:
        """Return which articles are in `language`, and which topics it lacks."""
        return self._views.get(language, self._views[""])

    def centred(self, vector: Matrix, language: str) -> Matrix:
        """Return a question's (dim,) vector as the passages' are kept; one in no language of ours stays as it is."""
        mean = self._means.get(language, np.float32(0))
        return cast(Matrix, unit_rows((vector - mean).reshape(1, -1))[0])

    def fullness(self, question: str) -> float:
        """Return in 0.65..1 how much a question says, of what is enough to know what is meant."""
        share = self.wording.weight(question) / self._enough if self._enough else 1.0
        return min(max(share, _LEAST), 1.0)

    def without(self, places: Set[int], vectors: Matrix) -> "Index":
        """Return the index as it would be without the passages at `places`; `vectors` are those of all passages."""
        kept = [place for place in range(len(self.passages)) if place not in places]
        return Index([self.passages[place] for place in kept], vectors[kept], self._lexicon, self)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to find."""
        return not self.passages

    def held(self, question: str, vector: Matrix, language: str) -> Held:
        """Return the question held against all articles; `vector` is (dim,) float32 of length 1."""
        centred = self.centred(vector, language)
        asked = self.wording.asked(question, language)
        cosines, words = self.cosines(centred), self.wording.words(asked)
        signals = self.signals(asked, centred, cosines, words)
        return Held(self, signals, cosines, words, self.view(language))

    def key(self, place: int) -> tuple[str, str]:
        """Return slug and language of the article at `place`."""
        return self.articles[place]

    def parts(self, place: int) -> tuple[Passage, ...]:
        """Return the passages of the article at `place`."""
        return self.passages[self.span(place)]

    def cosines(self, vector: Matrix) -> Scores:
        """Return (n,) cosines of all passages; `vector` is (dim,), centred."""
        # A range that all lie in: `search` would sort them, which takes three times as long.
        _, similarities, places = self._flat.range_search(vector.reshape(1, -1), _ANY_COSINE)
        cosines = np.empty(len(self.passages), np.float32)
        cosines[places] = similarities
        return cosines

    def signals(self, asked: Asked, vector: Matrix, cosines: Scores, words: Scores) -> Matrix:
        """Return (articles, len(SIGNALS)); see SIGNALS for the columns."""
        best = np.maximum.reduceat(cosines, self.starts)
        columns = (
            best,
            self._centres @ vector,
            self._of_topics.best_elsewhere(best),
            self._centres_elsewhere @ vector,
            *self.wording.signals(asked, words),
        )
        return np.stack(columns, axis=1)

    def article(self, slug: str, language: str) -> Passage | None:
        """Return the article's first passage: in `language`, else in any other, else None."""
        found = self.article_parts(slug, language) or next(
            (self.parts(place) for place, key in enumerate(self.articles) if key[0] == slug), ()
        )
        return found[0] if found else None

    def article_parts(self, slug: str, language: str) -> tuple[Passage, ...]:
        """Return the article's passages; none where there is no such article."""
        place = self._places.get((slug, language))
        return () if place is None else self.parts(place)


def _means(passages: Sequence[Passage], vectors: Matrix) -> dict[str, Matrix]:
    """Return per language the mean of its passages' vectors, shortened where its articles are few."""
    languages = np.array([passage.language for passage in passages])
    found = {}
    for language in set(languages):
        articles = len({passage.slug for passage in passages if passage.language == language})
        found[str(language)] = vectors[languages == language].mean(axis=0) * articles / (articles + _FEW_ARTICLES)
    return found


def _centred(passages: Sequence[Passage], vectors: Matrix, means: dict[str, Matrix]) -> Matrix:
    if not passages:
        return vectors
    is_read = vectors.any(axis=1, keepdims=True)  # a text with nothing readable stays zeros
    return unit_rows((vectors - np.stack([means[passage.language] for passage in passages])) * is_read)


def _starts(keys: Sequence[object]) -> list[int]:
    """Return where each run of equal keys begins."""
    starts, place = [], 0
    for _, run in groupby(keys):
        starts.append(place)
        place += sum(1 for _ in run)
    return starts
