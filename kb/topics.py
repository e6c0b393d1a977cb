"""What a topic's articles in several languages have to do with each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.encoder import Matrix, unit_rows

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class View:
    """The articles as one language sees them: `own` places, and per other language the places of `lacking` topics.

    `peers` are, per other language, all articles in it.
    """

    own: Places
    lacking: dict[str, Places]
    peers: dict[str, Places]


@dataclass(frozen=True, slots=True)
class Topics:
    """Articles that lie topic by topic: the `starts` of the topics among them, and how many each has."""

    starts: Sequence[int] | npt.NDArray[np.integer]
    sizes: npt.NDArray[np.integer]

    def view(self, languages: npt.NDArray[np.str_], language: str) -> View:
        """Return the articles, in these languages, as one language sees them."""
        is_own = languages == language
        has_own = np.logical_or.reduceat(is_own, self.starts) if len(self.starts) else is_own
        is_lacking = ~np.repeat(has_own, self.sizes)
        others = {str(other): languages == other for other in sorted(set(languages[~is_own].tolist()))}
        lacking = {other: np.flatnonzero(is_lacking & peers) for other, peers in others.items()}
        return View(
            own=np.flatnonzero(is_own),
            lacking={other: places for other, places in lacking.items() if len(places)},
            peers={other: np.flatnonzero(peers) for other, peers in others.items()},
        )

    def best_elsewhere(self, best: Scores) -> Scores:
        """Return per article the highest of its topic's other languages; its own where it has no sisters."""
        first = np.repeat(np.maximum.reduceat(best, self.starts), self.sizes)
        rest = np.where(best == first, -np.inf, best)
        second = np.repeat(np.maximum.reduceat(rest, self.starts), self.sizes)
        elsewhere = np.where(best == first, second, first)
        return np.where(np.isfinite(elsewhere), elsewhere, best).astype(np.float32)

    def centres(self, sums: Matrix) -> tuple[Matrix, Matrix]:
        """Return the directions of articles, the sums of whose vectors are given, and of their sisters together.

        One without sisters stands in for them itself.
        """
        topics = np.add.reduceat(sums, self.starts) if len(self.starts) else sums
        own, rest = unit_rows(sums), np.repeat(topics, self.sizes, axis=0) - sums
        is_alone = np.repeat(self.sizes == 1, self.sizes)
        return own, np.where(is_alone[:, None], own, unit_rows(rest))
