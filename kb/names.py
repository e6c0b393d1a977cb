"""Languages called by name, in every language of the assistant: "svenska tack", "English please", "தமிழில்"."""

import unicodedata
from collections.abc import Container
from functools import lru_cache

from babel import Locale

from kb.folding import fold, unmarked

_SPELLINGS = {
    "en": "englisi ingilisi inglisi ingreji ingrezi engreji angrezi inglish inglis aangilam angilam aangila angila"
    " ইংলিশ ইংরাজি இங்கிலீஷ் இங்கிலிஷ் ఇంగ్లిష్ ఇంగ్లీషు ఇంగ్లిషు ఆంగ్లం",
    "sv": "svensk swidish soedi suedi",
    "fa": "farsi parsi",
    "bn": "bangla bengali bangala",
    "ta": "tamizh thamizh thamil",
    "te": "thelugu telegu telungu thelungu",
    "es": "castellano espanyol espaniayi",
    "de": "almani jarman",
    "hi": "hindi",
    "no": "norsk",
}
"""Names that CLDR does not list: as people type them in Latin letters, and English ones in the letters of others."""
_ALSO = {code: tuple(spellings.split()) for code, spellings in _SPELLINGS.items()}

_SHORTEST_ROOT = 4
"""Letters; less of a name begins too many other words."""


def name_in(language: str, reader: str) -> str:
    """Return how `reader`'s language calls `language`; its code where CLDR has no name."""
    return str(Locale.parse(reader).languages.get(language, language))


def named_languages(text: str, readers: tuple[str, ...]) -> list[str]:
    """Return the codes of the languages the text calls by name, in any language of `readers`, in its order."""
    return [code for code in (_language(word, readers) for word in map(_name, text.split())) if code is not None]


def names_place(text: str, readers: tuple[str, ...]) -> bool:
    """Whether the text calls a country by name: where to, not in which language."""
    return any(_is_place(word, readers) for word in map(_name, text.split()))


def _language(word: str, readers: tuple[str, ...]) -> str | None:
    names, roots = _names(readers), _roots(readers)
    if word in names:
        return names[word]
    root = _longest(word, roots)
    return roots[root] if root and not _is_place(word, readers) else None


def _is_place(word: str, readers: tuple[str, ...]) -> bool:
    """Whether a word is a country's name, or begins with one that says more of it than any language's name does.

    "Germany" begins with "German", and so does "জার্মানিতে" with the name of the language.
    """
    if word in _names(readers):
        return False
    places = _places(readers)
    return word in places or len(_longest(word, places)) > len(_longest(word, _roots(readers)))


def _longest(word: str, roots: Container[str]) -> str:
    """Return the longest beginning of a word that is one of the roots, or nothing."""
    starts = (word[:length] for length in range(len(word), _SHORTEST_ROOT - 1, -1))
    return next((start for start in starts if start in roots), "")


def wished_language(text: str, readers: tuple[str, ...], *, spoken: str | None, written: str | None) -> str | None:
    """Return the language a text asks for, or None; it may be one we don't speak.

    `spoken` is what we answer in now, None before we have, `written` what the text is in. Of several it is none that we
    speak already ("tamil puriyala, english la sollunga"). Who names the language we already speak, or several, in a
    language of their own ("Ich verstehe kein Schwedisch"), wants their own.
    """
    everything = named_languages(text, readers)
    named = [code for code in everything if code != spoken] or everything
    if not named:
        return None
    if written in readers and (written in named or (set(named) == {spoken} and written != spoken)):
        return written
    return named[-1]


@lru_cache(maxsize=4)
def _names(readers: tuple[str, ...]) -> dict[str, str]:
    """Return every one-word name of a language with its code; the assistant's own languages come first."""
    names: dict[str, str] = {}
    locales = [Locale.parse(reader) for reader in readers]
    for code in [*readers, *(code for code in locales[0].languages if len(code) == 2 and code not in readers)]:
        called = [str(locale.languages.get(code, "")) for locale in locales]
        for name in (*called, *_ALSO.get(code, ())):
            if name and " " not in name:
                names.setdefault(_name(name), code)
    return names


@lru_cache(maxsize=4)
def _places(readers: tuple[str, ...]) -> frozenset[str]:
    """Return every one-word name of a country, in any language of `readers`."""
    locales = [Locale.parse(reader) for reader in readers]
    called = (str(name) for locale in locales for code, name in locale.territories.items() if code.isalpha())
    return frozenset(_name(name) for name in called if " " not in name)


@lru_cache(maxsize=4)
def _roots(readers: tuple[str, ...]) -> dict[str, str]:
    """Return what stays of each name when endings follow: "தமிழில்" of "தமிழ்", "ஆங்கிலத்தில்" of "ஆங்கிலம்"."""
    roots: dict[str, str] = {}
    for name, code in _names(readers).items():
        root = name if name.isascii() or len(name) <= _SHORTEST_ROOT else name[:-1]
        if len(root) >= _SHORTEST_ROOT:
            roots.setdefault(root, code)
    return roots


def _name(word: str) -> str:
    """Return the stem as names are compared: "ingles" is "inglés"."""
    stem = stem_of(word)
    return unmarked(stem) if stem else ""


def stem_of(word: str) -> str:
    """Return the folded word without punctuation and a final vowel sign, which changes when an ending follows."""
    kept = "".join(mark for mark in fold(word) if unicodedata.category(mark)[0] in "LM")
    while kept and unicodedata.category(kept[-1]) == "Mn":
        kept = kept[:-1]
    return kept
