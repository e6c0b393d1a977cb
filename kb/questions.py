"""A question read for a large knowledge base: what each of its terms is worth, by each of the statistics."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.background import Background
from kb.lexicon import Lexicon
from kb.lists import ASKING, MEANINGS, SOUNDS, WORDS
from kb.statistics import Weights
from kb.wording import Asked

_KIND_OF = {
    "passage_words": WORDS,
    "words": WORDS,
    "asking_words": WORDS,
    "passage_meanings": MEANINGS,
    "meanings": MEANINGS,
    "asking_meanings": MEANINGS,
    "sounds": SOUNDS,
}
"""Which of a passage's counts each of kb.documents.Documents is made of."""


@dataclass(frozen=True, slots=True)
class Question:
    """`weights` by the names of kb.documents.Documents; those of one kind are of the same terms."""

    weights: dict[str, Weights]

    @classmethod
    def of(cls, text: str, language: str, background: Background, lexicon: Lexicon) -> "Question":
        """Return the question as read; with it, what its words in Latin letters may be in the language's own."""
        spelled = background.transliterators.get(language)
        asked = Asked.of(" ".join([text, *(spelled.read(text) if spelled else ())]), language, lexicon)
        figures = background.figures
        return cls(
            {
                **{name: figures[name].weights(asked.words) for name, kind in _KIND_OF.items() if kind == WORDS},
                **{name: figures[name].weights_of(asked.senses) for name, kind in _KIND_OF.items() if kind == MEANINGS},
                "sounds": figures["sounds"].weights(asked.names, among=asked.sounds),
            }
        )

    def lists(self) -> dict[str, Weights]:
        """Return what is looked up in which list of kb.lists."""
        return {
            WORDS: self.weights["words"],
            MEANINGS: self.weights["meanings"],
            SOUNDS: self.weights["sounds"],
            ASKING: self.weights["asking_meanings"],
        }

    def terms(self) -> list[npt.NDArray[np.int64]]:
        """Return the distinct terms, by the kinds of kb.section.KINDS."""
        return [self.weights[name][0] for name in ("words", "meanings", "sounds")]
