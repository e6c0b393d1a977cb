"""A question held against articles: what kb.ranking orders them by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.encoder import Matrix
from kb.topics import Scores, View
from kb.usual import Usual
from support.articles import Passage


class Among(Protocol):
    """Articles by their places, those of one topic together."""

    def key(self, place: int) -> tuple[str, str]:
        """Return slug and language of the article at `place`."""

    def span(self, place: int) -> slice:
        """Return where the scores of the passages of the article at `place` lie."""

    def parts(self, place: int) -> Sequence[Passage]:
        """Return the passages of the article at `place`."""


@dataclass(frozen=True, slots=True)
class Held:
    """`signals` one row an article, see kb.index.SIGNALS; `cosines` and `words` one a passage.

    `usual` says what the others are like, where these are the few that may answer; None where they are all there are.
    """

    among: Among
    signals: Matrix
    cosines: Scores
    words: Scores
    view: View
    usual: Usual | None = None
