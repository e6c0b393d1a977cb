"""A section that can be searched: its topics are found by lists and by nearness."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.background import Background
from kb.encoder import Matrix
from kb.lists import ASKING, lists_of
from kb.nearest import near, nearest_of
from kb.postings import Postings
from kb.rows import Places
from kb.section import Section
from kb.statistics import Weights

_MOST_PASSAGES = 96
_MOST_LISTED = 48
"""Candidates each way. Together some 150 topics of 200,000; the first ten are among them for 98 questions of 100."""


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
        passages = near(self.nearest, vector, _MOST_PASSAGES)
        articles = [np.searchsorted(section.passages, passages, side="right") - 1]
        articles += [self.lists[name].best(asked[name], _MOST_LISTED) for name in asked if name != ASKING]
        topics = np.searchsorted(section.articles, np.concatenate(articles), side="right") - 1
        return np.union1d(topics, self.lists[ASKING].best(asked[ASKING], _MOST_LISTED))


def nearest(section: Section, background: Background) -> Any:
    """Return the FAISS index of a section's passages."""
    languages = section.languages

    def vectors(begin: int, end: int) -> Matrix:
        articles = np.searchsorted(section.passages, np.arange(begin, end), side="right") - 1
        return background.centred(section.vectors(slice(begin, end)), languages[articles])

    return nearest_of(vectors, len(section))
