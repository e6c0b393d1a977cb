"""Texts as they are kept: no signs that nobody sees and that turn others around."""

import re
import unicodedata

_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Orders to turn the direction of what follows, and tags. Not the joiners, which Persian and Indic words need, nor the
two marks that turn nothing but themselves."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""No database takes NUL, no text needs the others; tab and line end stay."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_EMPTY = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    """Return it without hidden signs, in one form, its line ends plain."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u2028", "\n")
    plain = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _HIDDEN.sub("", plain)))
    return unicodedata.normalize("NFC", plain).strip()


def line(text: str) -> str:
    """Return it as one line."""
    return " ".join(clean(text).split())
