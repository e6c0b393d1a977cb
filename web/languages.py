"""Which of the assistant's languages a browser would like best."""

import re

from app.settings import settings

_WISH = re.compile(r"([A-Za-z]{1,8})(?:[-_][\w-]*)?(?:;q=([01](?:\.\d{0,3})?))?")
"""One of the wishes, without white space. Nowhere can it be matched in two ways: a header may be 8 kB of anything."""


def preferred(accept_language: str) -> str:
    """Return the first choice of an Accept-Language header (RFC 9110, 12.5.4) that we speak, else the default."""
    found = [_WISH.fullmatch("".join(wish.split())) for wish in accept_language.split(",")]
    wishes = [(float(wish[2] or 1), wish[1].lower()) for wish in found if wish is not None]
    liked = [code for weight, code in sorted(wishes, key=lambda wish: -wish[0]) if weight > 0]
    return next((code for code in liked if code in settings().languages), settings().default_language)
