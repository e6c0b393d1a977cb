"""What the usual article says to a question: by it the chosen ones stand out, as they would among all."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.background import Background
from kb.chosen import Chosen
from kb.encoder import Matrix
from kb.questions import Question
from kb.section import Section
from kb.topics import Scores, View


@dataclass(frozen=True, slots=True)
class Usual:
    """Articles drawn by chance; each stands for as many as its weight says, 0 for those that are chosen besides."""

    signals: Matrix
    weights: Scores
    view: View


class Sample:
    """The topics of articles drawn by chance, kept ready to be asked."""

    def __init__(self, section: Section, background: Background) -> None:
        drawn = np.unique(np.concatenate([np.empty(0, np.int64), *background.drawn.values()]))
        topics = np.unique(np.searchsorted(section.articles, drawn, side="right") - 1)
        self._chosen = Chosen(section, topics, is_kept=True)
        self._is_drawn = np.isin(self._chosen.places, drawn)
        self._background = background

    def usual(
        self, question: Question, centred: Matrix, language: str, chosen: npt.NDArray[np.int64], spoken: Counter[str]
    ) -> Usual:
        """Return it for a question; `chosen` are the base's articles that are, `spoken` all chosen ones' languages.

        Stratified: the chosen ones count for themselves, the drawn ones for all the rest of their language.
        """
        signals = self._chosen.signals(question, centred, self._background).columns
        is_there = self._is_drawn & ~np.isin(self._chosen.places, chosen)
        languages = self._chosen.languages
        drawn = Counter(languages[is_there].tolist())
        rest = {one: max(self._background.articles[one] - spoken[one], 0) / count for one, count in drawn.items()}
        weights = np.array([rest.get(one, 0.0) for one in languages.tolist()], np.float32) * is_there
        return Usual(signals, weights, self._chosen.topics.view(languages, language))
