"""What articles say word by word: as written, as meant in English, and as it sounds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import not_
from typing import Self, TypeVar, cast

import numpy as np
import numpy.typing as npt

from kb.folding import fold
from kb.lexical import Bm25, Senses, terms
from kb.lexicon import Lexicon
from kb.sounds import sounds
from kb.stems import UNSPACED
from kb.transliteration import Transliterator
from support.articles import Field, Passage

Scores = npt.NDArray[np.float32]
Counts = Mapping[int, float]
Item = TypeVar("Item")


def counts(text: str, language: str, lexicon: Lexicon) -> tuple[Counts, Counts, Counts]:
    """Return what is counted in a text: its words, what they mean, and how they sound."""
    return terms(text), lexicon.meanings(text, language), sounds(fold(text).split(), language)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A passage read once: what the three kinds of search count in it, and its words not in Latin letters."""

    words: Counts
    meanings: Counts
    sounds: Counts
    spelled: Counter[str]

    @classmethod
    def of(cls, text: str, language: str, lexicon: Lexicon) -> Self:
        """Return the text as read."""
        return cls(*counts(text, language, lexicon), Transliterator.count([text]))


@dataclass(frozen=True, slots=True)
class Whole:
    """An article's passages as one text; `asking` are those that are title or other phrasings."""

    words: Counts
    meanings: Counts
    sounds: Counts
    asking_words: Counts
    asking: tuple[Read, ...]

    @classmethod
    def of(cls, reads: Sequence[Read], is_body: Sequence[bool]) -> Self:
        """Return them together."""
        asking = tuple(compress(reads, map(not_, is_body)))
        return cls(
            words=_sum(read.words for read in reads),
            meanings=_sum(read.meanings for read in reads),
            sounds=_sum(read.sounds for read in reads),
            asking_words=_sum(read.words for read in asking),
            asking=asking,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question read: its words as written, what each may mean, how they sound; `names` of those sounds.

    Names are what no lexicon holds. What it holds is found by what it means; that something sounds alike is chance.
    """

    words: Counts
    senses: Senses
    sounds: Counts
    names: Counts

    @classmethod
    def of(cls, text: str, language: str, lexicon: Lexicon) -> Self:
        """Return the question as read."""
        heard, names = (sounds(of, language) for of in (fold(text).split(), lexicon.strangers(text, language)))
        return cls(terms(text), Senses.of(lexicon.senses(text, language)), heard, names)


Parts = tuple[tuple[Read, ...], tuple[bool, ...]]
"""The passages of an article, and which of them are neither title nor other phrasings."""


class Wording:
    """The sparse half of the index. Immutable; reads are thread-safe."""

    def __init__(
        self,
        passages: Sequence[Passage],
        starts: Sequence[int],
        topics: Sequence[int],
        lexicon: Lexicon,
        before: "Wording | None" = None,
    ) -> None:
        """`starts` are the places where articles begin, `topics` the articles where topics begin.

        What `before` has read, and joined, already is not read again.
        """
        known: Mapping[tuple[str, str], Read] = before.read if before else {}
        keys = [(passage.text, passage.language) for passage in passages]
        self.read: dict[tuple[str, str], Read] = {key: known.get(key) or Read.of(*key, lexicon) for key in keys}
        self.starts = starts
        self._lexicon = lexicon
        reads = [self.read[key] for key in keys]
        self._transliterators = _transliterators(reads, [passage.language for passage in passages])
        is_body = [passage.field is Field.BODY for passage in passages]
        self._is_body = np.array(is_body, bool)
        self._topic_sizes = np.diff([*topics, len(starts)])
        parts = [*zip(map(tuple, _runs(reads, starts)), map(tuple, _runs(is_body, starts)), strict=True)]
        joined: Mapping[Parts, Whole] = before.joined if before else {}
        self.joined: dict[Parts, Whole] = {part: joined.get(part) or Whole.of(*part) for part in parts}
        self._wholes = wholes = [self.joined[part] for part in parts]
        self._words = Bm25([read.words for read in reads])
        self._meanings = Bm25([read.meanings for read in reads])
        self._whole_words = Bm25([whole.words for whole in wholes])
        self._whole_meanings = Bm25([whole.meanings for whole in wholes])
        self._whole_sounds = Bm25([whole.sounds for whole in wholes])
        self._asking_words = Bm25([whole.asking_words for whole in wholes])
        asking = [chain.from_iterable(whole.asking for whole in topic) for topic in _runs(wholes, topics)]
        self._asking_meanings = Bm25([_sum(read.meanings for read in topic) for topic in asking])

    def asked(self, question: str, language: str) -> Asked:
        """Return a question as read; with it, what its words in Latin letters may be in the language's own."""
        meant = self._transliterators[language].read(question) if language in self._transliterators else []
        return Asked.of(" ".join([question, *meant]), language, self._lexicon)

    def words(self, asked: Asked) -> Scores:
        """Return (passages,) scores of what the question has in common with each as written."""
        return self._words.scores(asked.words)

    def signals(self, asked: Asked, words: Scores) -> tuple[Scores, ...]:
        """Return nine columns of (articles,) scores, see kb.index.SIGNALS; `words` are those of all passages."""
        meanings = self._meanings.scores_of(asked.senses)
        return (
            self._best(words),
            self._best(words * self._is_body),
            self._whole_words.scores(asked.words),
            self._best(meanings),
            self._best(meanings * self._is_body),
            self._whole_meanings.scores_of(asked.senses),
            self._whole_sounds.scores(asked.names, among=asked.sounds),
            self._asking_words.scores(asked.words),
            np.repeat(self._asking_meanings.scores_of(asked.senses), self._topic_sizes),
        )

    def _best(self, scores: Scores) -> Scores:
        return cast(Scores, np.maximum.reduceat(scores, self.starts))

    def weight(self, text: str) -> float:
        """Return how much a text says: the sum of its terms' inverse document frequencies."""
        return self._words.weight(terms(text))

    def phrasings(self) -> list[float]:
        """Return how much each title and other phrasing says."""
        return [self._words.weight(read.words) for whole in self._wholes for read in whole.asking]


def _transliterators(reads: Sequence[Read], languages: Sequence[str]) -> dict[str, Transliterator]:
    """Return one for each language; of scripts without spaces the words are not known."""
    counted: dict[str, Counter[str]] = {language: Counter() for language in set(languages).difference(UNSPACED)}
    for read, language in zip(reads, languages, strict=True):
        if read.spelled and language in counted:
            counted[language].update(read.spelled)
    return {language: Transliterator.counted(words) for language, words in counted.items()}


def _runs(items: Sequence[Item], starts: Sequence[int]) -> list[Sequence[Item]]:
    """Return the items between each start and the next."""
    return [items[start:end] for start, end in zip(starts, [*starts, len(items)][1:], strict=True)]


def _sum(counts: Iterable[Counts]) -> Counts:
    total: dict[int, float] = {}
    for count in counts:
        for term, number in count.items():
            total[term] = total.get(term, 0.0) + number
    return total
