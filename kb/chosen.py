"""Topics that a question is held against, gathered from a section: the thirteen signals of kb.index for these alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.background import Background
from kb.counting import Counted, Counting, by_rows, by_terms
from kb.encoder import Matrix
from kb.questions import Question
from kb.reading_in import unpacked
from kb.rows import Places, best, numbers
from kb.section import KINDS, Section
from kb.topics import Scores, Topics
from support.articles import Passage


@dataclass(frozen=True, slots=True)
class Signals:
    """`columns` one row an article, see kb.index.SIGNALS; `cosines` and `words` one a passage."""

    columns: Matrix
    cosines: Scores
    words: Scores


class Chosen:
    """Whole topics, their articles and passages numbered anew."""

    def __init__(self, section: Section, topics: Places, *, is_kept: bool = False) -> None:
        """One that `is_kept` is asked often: it is laid out for that once."""
        self._section, self._topics_there = section, topics
        self.places = section.articles_of(topics)
        sizes = np.diff(section.articles)[topics]
        self.topics = Topics(np.cumsum(sizes) - sizes, sizes)
        self.sizes: Places = np.diff(section.passages)[self.places]
        self.starts: Places = np.cumsum(self.sizes) - self.sizes
        self.languages = section.languages[self.places]
        self._rows = section.passages_of(self.places)
        self._is_body = section.arrays["is_body"][self._rows]
        self._counting: dict[str, Counting] | None = None
        if is_kept:
            self._counting = {kind: by_terms(section, kind, self._rows) for kind in KINDS}

    def key(self, place: int) -> tuple[str, str]:
        """Return slug and language of the article at `place`."""
        topic = int(np.searchsorted(self.topics.starts, place, side="right")) - 1
        return self._section.slug(int(self._topics_there[topic])), str(self.languages[place])

    def parts(self, place: int) -> tuple[Passage, ...]:
        """Return the passages of the article at `place`."""
        return unpacked(self._section.text(int(self.places[place])))

    def signals(self, question: Question, vector: Matrix, background: Background) -> Signals:
        """Return the question held against them; `vector` is (dim,), centred."""
        cosines, near = self._nearness(vector, background)
        words, said = self._wording(question, background)
        return Signals(np.stack([*near, *said], axis=1).astype(np.float32), cosines, words)

    def _nearness(self, vector: Matrix, background: Background) -> tuple[Scores, tuple[Scores, ...]]:
        """Return the passages' cosines, and the articles' first four columns."""
        vectors, own, elsewhere = self._vectors(background)
        cosines = vectors @ vector
        nearest = best(cosines, self.starts)
        return cosines, (nearest, own @ vector, self.topics.best_elsewhere(nearest), elsewhere @ vector)

    def _vectors(self, background: Background) -> tuple[Matrix, Matrix, Matrix]:
        """Return the passages' vectors, centred by language, and the directions of articles and of their sisters."""
        if self._counting is not None:
            return self._kept_vectors(background)
        rows = self._section.vectors(self._rows)
        vectors = background.centred(rows, np.repeat(self.languages, self.sizes))
        return (vectors, *self.topics.centres(_added(vectors, self.sizes)))

    def _kept_vectors(self, background: Background) -> tuple[Matrix, Matrix, Matrix]:
        kept: tuple[Matrix, Matrix, Matrix] | None = self.__dict__.get("kept_vectors")
        if kept is None:
            vectors = background.centred(self._section.vectors(self._rows), np.repeat(self.languages, self.sizes))
            kept = (vectors, *self.topics.centres(_added(vectors, self.sizes)))
            self.__dict__["kept_vectors"] = kept
        return kept

    def _counted(self, kind: str, terms: npt.NDArray[np.int64]) -> Counted:
        if self._counting is not None:
            return self._counting[kind](terms)
        return by_rows(self._section, kind, self._rows, terms)

    def _wording(self, question: Question, background: Background) -> tuple[Scores, tuple[Scores, ...]]:
        """Return the passages' scores as written, and the articles' nine columns of kb.wording.Wording.signals."""
        words, meanings, sounds = (
            self._counted(kind, terms) for kind, terms in zip(KINDS, question.terms(), strict=True)
        )
        articles = numbers(self.sizes)
        topics = np.repeat(numbers(self.topics.sizes), self.sizes)
        asks = ~self._is_body

        def scores(name: str, counted: Counted) -> Scores:
            return background.figures[name].scores(counted, question.weights[name][1])

        as_written, as_meant = scores("passage_words", words), scores("passage_meanings", meanings)
        count = len(self.sizes)
        return as_written, (
            best(as_written, self.starts),
            best(as_written * self._is_body, self.starts),
            scores("words", words.together(articles, count)),
            best(as_meant, self.starts),
            best(as_meant * self._is_body, self.starts),
            scores("meanings", meanings.together(articles, count)),
            scores("sounds", sounds.together(articles, count)),
            scores("asking_words", words.of(asks).together(articles, count)),
            np.repeat(
                scores("asking_meanings", meanings.of(asks).together(topics, len(self.topics.sizes))),
                self.topics.sizes,
            ),
        )


def _added(vectors: Matrix, sizes: Places) -> Matrix:
    """Return the sums of runs of rows: by a sparse matrix, ten times as fast as numpy's reduceat."""
    count = int(sizes.sum())
    ends = np.concatenate([[0], np.cumsum(sizes)])
    adding = sparse.csr_matrix((np.ones(count, np.float32), np.arange(count), ends), (len(sizes), count))
    return np.asarray(adding @ vectors)
