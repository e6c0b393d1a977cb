"""What a browser asks of the editor's API, taken apart; whatever it is not is refused in words."""

import re
from datetime import date
from typing import Any

from sanic.request import Request

from app.settings import settings
from support.errors import NotFound, Refused
from support.writing import Audience, Words
from web.desk import asking

_LARGEST = 2 * 1024 * 1024
"""Bytes of a post: the longest text, with every letter escaped, is 1.2 MB."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST_NUMBER = 10**9


def name(slug: str, language: str) -> tuple[str, str]:
    """Return what stands in a path. Raises: NotFound for what can be none."""
    if len(slug) > 128 or not _SLUG.fullmatch(slug) or not _LANGUAGE.fullmatch(language):
        raise NotFound("there is no such article")
    return slug, language


def own_language(code: str) -> str:
    """Return a language to write in. Raises: Refused for one that Parley does not speak."""
    if code not in settings().languages:
        raise Refused("choose one of the languages that Parley speaks")
    return code


def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises: Refused, TooLong."""
    return asking.body_of(request, _LARGEST)


def words(body: dict[str, Any]) -> Words:
    """Return what was written. Raises: Refused."""
    return Words(
        title=asking.text(body, "title"),
        body=asking.text(body, "body"),
        questions=tuple(asking.texts(body, "questions")),
        tags=tuple(asking.texts(body, "tags")),
    )


def number(body: dict[str, Any], key: str) -> int:
    """Return a revision's number. Raises: Refused."""
    found = body.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < _MOST_NUMBER:
        raise Refused(f"`{key}` must be the number of a revision")
    return found


def optional_number(body: dict[str, Any], key: str) -> int | None:
    """Return a revision's number, None where there is none. Raises: Refused."""
    return None if body.get(key) is None else number(body, key)


def revisions(body: dict[str, Any], key: str) -> dict[str, int]:
    """Return a revision's number for each language that was sent. Raises: Refused."""
    found = body.get(key)
    if not isinstance(found, dict) or not all(_LANGUAGE.fullmatch(language) for language in found):
        raise Refused(f"`{key}` must be revisions' numbers by language")
    return {language: number(found, language) for language in found}


def numbered(told: str | None) -> int | None:
    """Return a number that stands in an address, None for nothing that is one."""
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 10 else None


def audience(body: dict[str, Any]) -> Audience:
    """Raises: Refused."""
    try:
        return Audience(asking.text(body, "audience"))
    except ValueError:
        raise Refused(f"`audience` is one of {', '.join(each.value for each in Audience)}") from None


def day(body: dict[str, Any], key: str) -> date | None:
    """Return a date, None where there is none. Raises: Refused."""
    told = asking.optional(body, key)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise Refused(f"`{key}` must be a date such as 2026-01-31") from None
