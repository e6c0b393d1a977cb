"""How well a word's letters follow each other: what tells a language's words from others', and words from noise."""

import math
from collections import Counter
from collections.abc import Iterable

from kb.folding import fold

_START, _END = "^", "$"
_MOST_COUNTED = 3
"""A word said more often teaches no more of its letters."""
_PRIOR_LETTERS = 60
"""Letters that might follow any other, each with a tenth of a sighting."""
_TRUST = 2.0
"""Sightings after which a triple of letters counts as much as the pair it ends in."""

_NOISE = -4.6
"""Of words seen only once, held out, fewer than 1 % lie below; of what fingers type at random, nearly all."""
_FEWEST_LETTERS = 4
"""Three letters may be an abbreviation."""


def words_of(text: str) -> list[str]:
    """Return the words that have letters, folded."""
    return [word for word in fold(text).split() if any(map(str.isalpha, word))]


class Spelling:
    """Triples of letters, each smoothed by the pair it ends in (Jelinek-Mercer); immutable once built."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words = Counter(word for text in texts for word in words_of(text))
        self.total = self.words.total()
        self._triples: Counter[str] = Counter()
        self._starts: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()
        for word, count in self.words.items():
            self._count(word, min(count, _MOST_COUNTED))

    def _count(self, word: str, weight: int) -> None:
        for triple in _triples(word):
            self._triples[triple] += weight
            self._starts[triple[:2]] += weight
            self._pairs[triple[1:]] += weight
            self._letters[triple[1]] += weight

    def knows_letters(self, word: str) -> bool:
        """Whether each letter has been seen; of a script that has not, nothing can be said."""
        return all(self._letters[letter] > 0 for letter in word)

    def likelihood(self, word: str) -> float:
        """Return the mean log-likelihood of a letter, given the two before it: about -2.5 for words, -6 for noise."""
        triples = _triples(word)
        return sum(map(self._log_likelihood, triples)) / len(triples)

    def _log_likelihood(self, triple: str) -> float:
        pair = (self._pairs[triple[1:]] + 0.1) / (self._letters[triple[1]] + 0.1 * _PRIOR_LETTERS)
        return math.log((self._triples[triple] + _TRUST * pair) / (self._starts[triple[:2]] + _TRUST))


def _triples(word: str) -> list[str]:
    marked = f"{_START}{_START}{word}{_END}"
    return [marked[place : place + 3] for place in range(len(marked) - 2)]


def is_noise(text: str, spelling: Spelling) -> bool:
    """Whether no word of the text is known, or could be one in any language known: fingers on the keyboard."""
    words = words_of(text)
    if sum(map(len, words)) < _FEWEST_LETTERS or not all(map(str.isalpha, words)):
        return False  # digits make it a code or a number
    return all(_is_strange(word, spelling) for word in words)


def _is_strange(word: str, spelling: Spelling) -> bool:
    return not spelling.words[word] and spelling.knows_letters(word) and spelling.likelihood(word) < _NOISE
