"""Every article of a large index held against a question, nothing left out: what its candidates are measured by."""

from collections.abc import Iterator

import numpy as np

from kb.chosen import Chosen
from kb.encoder import Matrix
from kb.large import LargeIndex
from kb.ranking import FOREIGN, OWN
from kb.scale import Side, comparable
from kb.topics import Topics

_TOPICS_AT_ONCE = 4000


def first_of_all(index: LargeIndex, question: str, vector: Matrix, language: str, most: int) -> list[tuple[str, str]]:
    """Return slug and language of the articles that come first among all of the base, best first."""
    section = index.base.section
    asked, centred = index.read(question, vector, language)
    columns = np.concatenate([one.signals(asked, centred, index.background).columns for one in _all(index)])
    topics = Topics(section.articles[:-1], np.diff(section.articles))
    view = topics.view(section.languages, language)
    scores = comparable([Side(columns @ OWN, columns @ FOREIGN, view)])[0]
    best = np.argsort(-scores)[:most]
    places = np.searchsorted(section.articles, best, side="right") - 1
    return [
        (section.slug(int(topic)), str(section.languages[article]))
        for topic, article in zip(places, best, strict=True)
        if np.isfinite(scores[article])
    ]


def _all(index: LargeIndex) -> Iterator[Chosen]:
    section = index.base.section
    for begin in range(0, section.topics, _TOPICS_AT_ONCE):
        yield Chosen(section, np.arange(begin, min(begin + _TOPICS_AT_ONCE, section.topics)))
