"""The shop's order numbers, in whatever digits and dashes they were typed."""

import re
import unicodedata

ORDER = re.compile(r"(?i)\btm[\s\-‐-―_#:.]*(\d{6})(?!\d)")  # noqa: RUF001 - phones type any of these dashes


def order_number(text: str) -> str | None:
    """Return the first order number in a text, as TM-123456."""
    found = ORDER.search(western_digits(text))
    return f"TM-{found[1]}" if found else None


def western_digits(text: str) -> str:
    """Return the text with ۱２௩ as 123, character for character, so that places stay."""
    return "".join(str(unicodedata.digit(mark)) if mark.isdigit() and not mark.isascii() else mark for mark in text)
