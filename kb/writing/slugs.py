"""Names of articles in addresses: their titles in Latin letters."""

import re
from collections.abc import Callable

from anyascii import anyascii

from support.errors import Refused

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORD = re.compile(r"[a-z0-9]+")
_WITHIN = re.compile(r"['\u2019\u02bc\u200b-\u200d]")
"""Apostrophes and joiners stand within words: "can't" is one."""
_LONGEST = 60
_LONGEST_TYPED = 128
_NAMELESS = "article"
_OURS = {"search", "suggest", "offers", "topics"}
"""Pages of the help centre that stand where articles do (web/help/routes.py)."""


def slug_of(title: str, is_taken: Callable[[str], bool] = lambda slug: False) -> str:
    """Return a title as a slug, with a number after it where others are called so."""
    slug = _shortened(_WORD.findall(anyascii(_WITHIN.sub("", title)).lower())) or _NAMELESS
    number = 1
    while (found := slug if number == 1 else f"{slug}-{number}") in _OURS or is_taken(found):
        number += 1
    return found


def own_slug(typed: str) -> str:
    """Return a slug as somebody typed it. Raises: Refused."""
    slug = typed.strip().lower()
    if len(slug) > _LONGEST_TYPED or not _SLUG.fullmatch(slug):
        raise Refused("an address has words of a-z and digits, with hyphens between them")
    if slug in _OURS:
        raise Refused(f"`{slug}` is an address of the help centre's own; choose another")
    return slug


def _shortened(words: list[str]) -> str:
    """Return as many whole words as there is room for; of one that is longer, its beginning."""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        slug = longer
    return slug
