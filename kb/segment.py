"""A section that can be searched: its topics are found by lists and by nearness."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.background import Background
from kb.encoder import Matrix
from kb.lists import ASKING, lists_of
from kb.nearest import MOST_EXACT, near, nearest_of
from kb.postings import Postings
from kb.rows import Places
from kb.section import Section
from kb.statistics import Weights

_MANY, _FEW = (200, 200), (96, 48)
"""Nearest passages and articles a list that become candidates: many while search is to be exact, fewer beyond.

Of the ten articles that come first when all of 100,000 passages are looked at, the many hold 96 %, the few 87 %.
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """Immutable; reads are thread-safe."""

    section: Section
    lists: dict[str, Postings]
    nearest: Any

    @classmethod
    def of(cls, section: Section, background: Background) -> "Segment":
        """Return the section, ready to be searched."""
        return cls(section, lists_of(section, background.figures), nearest(section, background))

    def candidates(self, asked: dict[str, Weights], vector: Matrix) -> Places:
        """Return the topics that may answer: near as a whole, or alike in words, meaning or sound."""
        section = self.section
        most_near, most_listed = _MANY if len(section) <= MOST_EXACT else _FEW
        passages = near(self.nearest, vector, most_near)
        articles = [np.searchsorted(section.passages, passages, side="right") - 1]
        articles += [self.lists[name].best(asked[name], most_listed) for name in asked if name != ASKING]
        topics = np.searchsorted(section.articles, np.concatenate(articles), side="right") - 1
        return np.union1d(topics, self.lists[ASKING].best(asked[ASKING], most_listed))


def nearest(section: Section, background: Background) -> Any:
    """Return the FAISS index of a section's passages."""
    languages = section.languages

    def vectors(begin: int, end: int) -> Matrix:
        articles = np.searchsorted(section.passages, np.arange(begin, end), side="right") - 1
        return background.centred(section.vectors(slice(begin, end)), languages[articles])

    return nearest_of(vectors, len(section))
