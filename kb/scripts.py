"""Which script a text is written in, and which languages are written so."""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import islice

SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ug"),
    "ARMENIAN": ("hy",),
    "BENGALI": ("bn", "as"),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk", "bg", "be", "mk", "kk", "ky", "mn"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "ETHIOPIC": ("am",),
    "GEORGIAN": ("ka",),
    "GREEK": ("el",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
    "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KANNADA": ("kn",),
    "KATAKANA": ("ja",),
    "KHMER": ("km",),
    "LAO": ("lo",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "THAI": ("th",),
}
"""Scripts and the languages py3langid knows in them; any other text is Latin, and in none of these languages."""


def scripts_of(text: str) -> Counter[str]:
    """Return the scripts of the text's letters with their counts."""
    if text.isascii():
        return Counter({"LATIN": 1})
    return Counter(map(_script, islice(filter(str.isalpha, text), 80)))


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    """Return a letter's script: the first word of its Unicode name."""
    return unicodedata.name(letter, "").partition(" ")[0]
