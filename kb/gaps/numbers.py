"""Numbers in texts, in whatever digits."""

import re
import unicodedata

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, in Latin digits whatever it writes them in."""
    latin = "".join(str(unicodedata.digit(sign, sign)) for sign in text)
    return {found.replace(",", ".") for found in NUMBER.findall(latin)}
