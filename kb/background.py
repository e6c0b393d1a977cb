"""What is true of a large knowledge base as a whole: it stays while a few articles change."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kb.documents import NAMES, documents
from kb.encoder import Matrix, unit_rows
from kb.lexical import terms
from kb.lists import CHUNK
from kb.reading_in import unpacked
from kb.rows import Places, numbers
from kb.section import Section
from kb.statistics import Statistics, Tally
from kb.stems import UNSPACED
from kb.transliteration import Transliterator
from support.articles import Field, Passage

FEW_ARTICLES = 8
_DRAWN = 400
"""Articles a language: by them those of other languages are put on the question's scale. Of the ten articles that come
first when all of 100,000 passages are looked at, 98 % are found with 400, 97 % with 100, 96 % with 48."""
_SPELLED_FROM = 4000
"""Articles a language whose words are known to who types them in Latin letters."""
_SEED = 6


@dataclass(frozen=True)
class Background:
    """`figures` by the names of kb.documents.Documents; `articles` of each language, so many `drawn` by chance."""

    figures: dict[str, Statistics]
    means: dict[str, Matrix]
    drawn: dict[str, Places]
    articles: dict[str, int]
    spelled: dict[str, dict[str, int]]
    phrasing: float

    @cached_property
    def transliterators(self) -> dict[str, Transliterator]:
        """Return one for each language; of scripts without spaces the words are not known."""
        return {language: Transliterator.counted(Counter(words)) for language, words in self.spelled.items()}

    def centred(self, vectors: Matrix, languages: npt.NDArray[np.str_]) -> Matrix:
        """Return (n, dim) vectors without what all texts of their languages share; nothing readable stays zeros."""
        is_read = vectors.any(axis=1, keepdims=True)
        spoken, rows = np.unique(languages, return_inverse=True)
        nothing = np.zeros(vectors.shape[1], np.float32)
        means = np.stack([self.means.get(str(language), nothing) for language in spoken])
        return unit_rows((vectors - means[rows]) * is_read)


def background_of(section: Section) -> Background:
    """Return it, of all topics there are."""
    figures = _figures(section)
    order = np.random.default_rng(_SEED).permutation(section.topics)[numbers(section.arrays["articles"])]
    drawn = {language: _drawn(section, language, order) for language in sorted(set(section.languages.tolist()))}
    spelled, weights = _spelled(section, figures["passage_words"])
    phrasing = float(np.median(weights or [0.0]))
    return Background(figures, _means(section), drawn, Counter(section.languages.tolist()), spelled, phrasing)


def _figures(section: Section) -> dict[str, Statistics]:
    tallies = {name: Tally() for name in NAMES}
    for chunk in section.chunks(CHUNK):
        counted = documents(chunk)
        for name, tally in tallies.items():
            tally.add(getattr(counted, name))
    return {name: tally.statistics() for name, tally in tallies.items()}


def _means(section: Section) -> dict[str, Matrix]:
    """Return per language the mean of its passages' vectors, shortened where its articles are few."""
    sums: defaultdict[str, Matrix] = defaultdict(lambda: np.zeros(section.arrays["vectors"].shape[1], np.float32))
    counts, articles = Counter[str](), Counter[str](section.languages.tolist())
    for chunk in section.chunks(CHUNK):
        languages = np.repeat(chunk.languages, chunk.arrays["passages"])
        for language in set(languages.tolist()):
            sums[language] += chunk.vectors(np.flatnonzero(languages == language)).sum(axis=0)
            counts[language] += int((languages == language).sum())
    few = {language: articles[language] / (articles[language] + FEW_ARTICLES) for language in counts}
    return {language: (sums[language] / counts[language] * few[language]).astype(np.float32) for language in counts}


def _drawn(section: Section, language: str, order: Places) -> Places:
    """Return a language's first articles in an order of topics by chance: of all languages mostly the same topics."""
    articles = np.flatnonzero(section.languages == language)
    return np.sort(articles[np.argsort(order[articles], kind="stable")[:_DRAWN]])


def _spelled(section: Section, words: Statistics) -> tuple[dict[str, dict[str, int]], list[float]]:
    """Return how often each language writes its words, of those not in Latin letters, and what phrasings weigh."""
    counted: dict[str, dict[str, int]] = {}
    weights: list[float] = []
    for language in sorted(set(section.languages.tolist())):
        passages = list(_some(section, language))
        weights += [words.weight(terms(part.text)) for part in passages if part.field is not Field.BODY]
        if language not in UNSPACED:
            counted[language] = Transliterator.count(part.text for part in passages)
    return counted, weights


def _some(section: Section, language: str) -> Iterator[Passage]:
    articles = np.flatnonzero(section.languages == language)
    for article in articles[:: max(len(articles) // _SPELLED_FROM, 1)].tolist():
        yield from unpacked(section.text(article))
