"""Languages called by name, in every language of the assistant: "svenska tack", "English please", "தமிழில்"."""

import unicodedata
from functools import lru_cache

from babel import Locale

_ALSO = {"bn": ("bangla", "bengali"), "fa": ("farsi",), "ta": ("tamizh",), "hi": ("hindi",), "no": ("norsk",)}
"""Names people type in Latin letters that CLDR does not list."""


def name_in(language: str, reader: str) -> str:
    """Return how `reader`'s language calls `language`; its code where CLDR has no name."""
    return str(Locale.parse(reader).languages.get(language, language))


def named_language(text: str, readers: tuple[str, ...]) -> str | None:
    """Return the code of the language the text calls by name, in any language of `readers`, or None."""
    words = [_stem(word) for word in text.split()]
    for word in words:
        for name, code in _names(readers).items():
            if word == name or (len(name) >= 4 and word.startswith(_root(name))):
                return code
    return None


@lru_cache(maxsize=4)
def _names(readers: tuple[str, ...]) -> dict[str, str]:
    """Return every one-word name of a language with its code; the assistant's own languages come first."""
    names: dict[str, str] = {}
    locales = [Locale.parse(reader) for reader in readers]
    for code in [*readers, *(code for code in locales[0].languages if len(code) == 2 and code not in readers)]:
        called = [str(locale.languages.get(code, "")) for locale in locales]
        for name in (*called, *_ALSO.get(code, ())):
            if name and " " not in name:
                names.setdefault(_stem(name), code)
    return names


def _root(name: str) -> str:
    """Return what stays of a name when endings follow: "தமிழில்" of "தமிழ்", "ஆங்கிலத்தில்" of "ஆங்கிலம்"."""
    return name if name.isascii() or len(name) < 5 else name[:-1]


def _stem(word: str) -> str:
    """Return the word without case, punctuation and a final vowel sign, which changes when an ending follows."""
    folded = unicodedata.normalize("NFC", word.casefold())
    kept = "".join(mark for mark in folded if unicodedata.category(mark)[0] in "LM")
    while kept and unicodedata.category(kept[-1]) == "Mn":
        kept = kept[:-1]
    return kept
