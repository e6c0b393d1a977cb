"""Which of the assistant's languages a browser would like best."""

import re

from app.settings import settings

_WISH = re.compile(r"([A-Za-z]{1,8})[\w-]*\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*(?:,|$)")


def preferred(accept_language: str) -> str:
    """Return the first choice of an Accept-Language header (RFC 9110, 12.5.4) that we speak, else the default."""
    wishes = [(-float(weight or 1), code.lower()) for code, weight in _WISH.findall(accept_language)]
    liked = [code for dislike, code in sorted(wishes, key=lambda wish: wish[0]) if dislike < 0]
    return next((code for code in liked if code in settings().languages), settings().default_language)
