"""A text as the stems that a bilingual lexicon knows: inflections fall together, scripts without spaces are cut up.

Snowball stems (PyStemmer) where there is an algorithm for the language, the first letters of the word everywhere:
six hold together what a derivation sets apart. Marks over letters go, for many customers do not type them. Chinese is
brought to simplified characters (OpenCC) first.
"""

import re
from collections.abc import Callable, Iterator
from threading import local
from typing import Any

import opencc
import Stemmer

from kb.folding import fold, unmarked

UNSPACED = {"zh": 4, "ja": 8, "th": 12}
"""Languages written without spaces, with the length of the longest word worth looking for."""

LETTERS = 6

_SNOWBALL = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
_MARKED = {"vi"}
"""Where the marks are the word."""

_PREFIXED = {"ar", "he"}
"""Languages that write "and", "in", "the" as the first letter of the word after them."""
_SHORTEST = {"ko": 2}
_SHORT = 3

_RUN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]+")
_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})
_simplified = opencc.OpenCC("t2s")
_own = local()

IsWord = Callable[[str], bool]


def stems(text: str, language: str, is_word: IsWord = lambda word: False) -> list[str]:
    """Return the stems of a text in their order; `is_word` tells the words of languages without spaces."""
    if language == "zh":
        text = _simplified.convert(text)
    words = fold(text).split()
    if longest := UNSPACED.get(language):
        return [stem for word in words for run in _RUN.findall(word) for stem in _cut(run, longest, is_word)]
    return _stemmed(words, language)


def inside(stem: str, language: str) -> Iterator[str]:
    """Yield what of a stem may be the word itself, likeliest first: without the letter before it, without endings.

    Latin letters and digits are names and numbers, of which a part says nothing.
    """
    if stem.isascii():
        return
    shortest = _SHORTEST.get(language, _SHORT)
    if language in _PREFIXED and len(stem) > shortest:
        yield stem[1:]
    yield from (stem[:end] for end in range(len(stem) - 1, shortest - 1, -1))


def _stemmed(words: list[str], language: str) -> list[str]:
    if (stemmer := _stemmer(language)) is not None:
        words = stemmer.stemWords([word.translate(_ARABIC) for word in words] if language == "ar" else words)
    return [(word if language in _MARKED else unmarked(word))[:LETTERS] for word in words]


def _stemmer(language: str) -> Any:
    """Return this thread's stemmer: one may not be shared."""
    kept: dict[str, Any] = _own.__dict__.setdefault("stemmers", {})
    if language not in kept:
        kept[language] = Stemmer.Stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None
    return kept[language]


def _cut(run: str, longest: int, is_word: IsWord) -> Iterator[str]:
    """Yield the longest words found from left to right, single characters between them; Latin and digits as stems."""
    if run.isascii():
        yield run[:LETTERS]
        return
    start = 0
    while start < len(run):
        sizes = range(min(longest, len(run) - start), 1, -1)
        size = next((size for size in sizes if is_word(run[start : start + size])), 1)
        yield run[start : start + size]
        start += size
