"""Tags of languages, as programs write them, as the codes that articles lie under."""

from functools import lru_cache

from babel.core import get_global
from babel.localedata import locale_identifiers

_SAME = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr", "tl": "fil", "nb": "no", "nn": "no"}
"""Codes that were replaced (RFC 5646, 3.4), and Norwegian in both its forms."""
_NONE = frozenset({"", "und", "mul", "zxx", "mis", "all", "*", "x-default"})
"""Not said, several, none: to be found out."""


def code_of(tag: str) -> str | None:
    """Return the language's code, "" where the tag says nothing, None where there is no such language.

    `sv-SE`, `pt_BR`, `eng` and `English` are sv, pt, en and en.
    """
    plain = tag.strip().lower().replace("_", "-")
    if plain in _NONE:
        return ""
    first = plain.split("-")[0].split(".")[0]
    first = get_global("language_aliases").get(first, first).split("_")[0] if len(first) <= 3 else first
    code = _SAME.get(first, first)
    return code if code in _codes() else _by_name().get(plain)


def is_language(name: str) -> bool:
    """Whether a folder's or file's name is a language's tag and not a word of two letters."""
    parts = name.replace("_", "-").split("-")
    is_tag = 2 <= len(parts[0]) <= 3 and len(parts) <= 3 and all(len(part) in (2, 3, 4) for part in parts[1:])
    return is_tag and parts[0].isascii() and parts[0].isalpha() and bool(code_of(name))


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(name.split("_")[0] for name in locale_identifiers()) | {"no"}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Languages by how they call themselves, and by their English and German names."""
    from babel import Locale

    names: dict[str, str] = {}
    for code in sorted(_codes()):
        locale = Locale.parse(code)
        for name in (locale.display_name, locale.english_name, Locale("de").languages.get(code)):
            if name:
                names.setdefault(name.lower(), code)
    return names
