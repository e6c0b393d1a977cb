"""A large knowledge base, ready to be searched: candidates first, the thirteen signals of kb.index for these alone.

A base that stays, and beside it what has changed since: topics of the base that changed are gone from it, and stand in
`fresh` as they are now, all their languages together. So a change costs what it touches.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from kb.background import Background
from kb.chosen import Chosen
from kb.encoder import Matrix, unit_rows
from kb.held import Held
from kb.lexical import terms
from kb.lexicon import Lexicon
from kb.questions import Question
from kb.reading_in import unpacked
from kb.rows import Places
from kb.section import Section
from kb.segment import Segment
from kb.topics import Topics
from kb.usual import Sample
from support.articles import Passage

_ENOUGH, _LEAST = 0.75, 0.65
"""As in kb.index."""


class Several:
    """Topics chosen from several sections, as one; see kb.held.Among."""

    def __init__(self, chosen: Sequence[Chosen]) -> None:
        self._chosen = chosen
        self._sizes = np.concatenate([one.sizes for one in chosen])
        self._ends = np.cumsum(self._sizes)
        self.languages = np.concatenate([one.languages for one in chosen])
        sizes = np.concatenate([one.topics.sizes for one in chosen])
        self.topics = Topics(np.cumsum(sizes) - sizes, sizes)

    def span(self, place: int) -> slice:
        """Return where the scores of the passages of the article at `place` lie."""
        return slice(int(self._ends[place] - self._sizes[place]), int(self._ends[place]))

    def key(self, place: int) -> tuple[str, str]:
        """Return slug and language of the article at `place`."""
        one, inside = self._at(place)
        return one.key(inside)

    def parts(self, place: int) -> tuple[Passage, ...]:
        """Return the passages of the article at `place`."""
        one, inside = self._at(place)
        return one.parts(inside)

    def _at(self, place: int) -> tuple[Chosen, int]:
        for one in self._chosen:
            if place < len(one.sizes):
                return one, place
            place -= len(one.sizes)
        raise IndexError(place)


class LargeIndex:
    """A snapshot: immutable, shared by all readers; what changes makes a new one that shares the base."""

    def __init__(self, base: Segment, background: Background, lexicon: Lexicon) -> None:
        self.base, self.background, self._lexicon = base, background, lexicon
        self.fresh: Segment | None = None
        self.gone: npt.NDArray[np.bool_] = np.zeros(base.section.topics, bool)
        self._sample = Sample(base.section, background)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to find."""
        return bool(self.gone.all()) and self.fresh is None

    def __len__(self) -> int:
        """Return how many passages it holds, those that are gone among them."""
        return len(self.base.section) + self.pending

    @property
    def pending(self) -> int:
        """Return how many passages lie beside the base."""
        return len(self.fresh.section) if self.fresh else 0

    def held(self, question: str, vector: Matrix, language: str) -> Held:
        """Return the question held against the articles that may answer; `vector` is (dim,) float32 of length 1."""
        asked, centred = self.read(question, vector, language)
        lists = asked.lists()
        topics = self.base.candidates(lists, centred)
        fresh = [Chosen(self.fresh.section, self.fresh.candidates(lists, centred))] if self.fresh else []
        chosen = [Chosen(self.base.section, topics[~self.gone[topics]]), *fresh]
        return self.held_against(chosen, asked, centred, language)

    def held_against(self, chosen: Sequence[Chosen], asked: Question, centred: Matrix, language: str) -> Held:
        """Return the question held against chosen topics; the first of `chosen` are the base's."""
        found = [one.signals(asked, centred, self.background) for one in chosen]
        columns, cosines, words = (
            np.concatenate([getattr(one, name) for one in found]) for name in ("columns", "cosines", "words")
        )
        among = Several(chosen)
        spoken = Counter(among.languages.tolist())
        usual = self._sample.usual(asked, centred, language, chosen[0].places, spoken)
        return Held(among, columns, cosines, words, among.topics.view(among.languages, language), usual)

    def read(self, question: str, vector: Matrix, language: str) -> tuple[Question, Matrix]:
        """Return a question as read and its vector as the passages' are kept."""
        return Question.of(question, language, self.background, self._lexicon), self._centred(vector, language)

    def _centred(self, vector: Matrix, language: str) -> Matrix:
        mean = self.background.means.get(language, np.float32(0))
        return cast(Matrix, unit_rows((vector - mean).reshape(1, -1))[0])

    def fullness(self, question: str) -> float:
        """Return in 0.65..1 how much a question says, of what is enough to know what is meant."""
        enough = _ENOUGH * self.background.phrasing
        share = self.background.figures["passage_words"].weight(terms(question)) / enough if enough else 1.0
        return min(max(share, _LEAST), 1.0)

    def article(self, slug: str, language: str) -> Passage | None:
        """Return the article's first passage: in `language`, else in any other, else None."""
        found = self.versions(slug)
        first = found.get(language) or next(iter(found.values()), ())
        return first[0] if first else None

    def article_parts(self, slug: str, language: str) -> tuple[Passage, ...]:
        """Return the article's passages; none where there is no such article."""
        return self.versions(slug).get(language, ())

    def versions(self, slug: str) -> dict[str, tuple[Passage, ...]]:
        """Return a topic's passages by language; nothing where there is no such topic."""
        section = self._holding(slug)
        if section is None:
            return {}
        articles = section.articles_of(np.array([section.places[slug]])).tolist()
        return {str(section.languages[one]): unpacked(section.text(one)) for one in articles}

    def _holding(self, slug: str) -> Section | None:
        if self.fresh and slug in self.fresh.section.places:
            return self.fresh.section
        place = self.base.section.places.get(slug)
        return None if place is None or self.gone[place] else self.base.section

    def stale(self, digests: Mapping[tuple[str, str], int]) -> set[str]:
        """Return the topics of the base that are told by other digests now, those that are new and gone among them."""
        return {slug for (slug, _), _ in digests.items() ^ self.base.section.digests().items()}

    def changed(self, slugs: Collection[str], section: Section | None) -> "LargeIndex":
        """Return the index with these topics as `section` has them; those it lacks are removed."""
        parts = [*self._kept(slugs), *([section] if section else [])]
        # Not __init__: base, background and sample are shared.
        after = object.__new__(LargeIndex)
        after.__dict__.update(self.__dict__)
        after.fresh = Segment.of(Section.joined(parts), self.background) if parts else None
        after.gone = self.gone.copy()
        after.gone[[self.base.section.places[slug] for slug in slugs if slug in self.base.section.places]] = True
        return after

    def _kept(self, slugs: Collection[str]) -> list[Section]:
        """Return what is fresh and not among these topics."""
        if self.fresh is None:
            return []
        section = self.fresh.section
        kept = [place for place, slug in enumerate(section.slugs) if slug not in slugs]
        return [section.take(np.array(kept))] if kept else []

    def some(self, most: int) -> list[Passage]:
        """Return the passages of topics of the base, evenly drawn, by slug: about so many."""
        section = self.base.section
        step = max(len(section) // most, 1)
        topics = np.array(sorted(range(0, section.topics, step), key=section.slug))
        return [part for one in section.articles_of(topics).tolist() for part in unpacked(section.text(one))]

    def topics(self, slugs: Collection[str]) -> Section | None:
        """Return those of these topics that are fresh; None where none of them is."""
        places = self.fresh.section.places if self.fresh else {}
        found = np.array(sorted(places[slug] for slug in slugs if slug in places), np.int64)
        return self.fresh.section.take(found) if self.fresh and len(found) else None

    def sections(self) -> list[Section]:
        """Return all there is, without what is gone: to make a new base of."""
        base = self.base.section
        kept: Places = np.flatnonzero(~self.gone)
        return [base.take(kept) if len(kept) < base.topics else base, *([self.fresh.section] if self.fresh else [])]
