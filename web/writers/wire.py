"""Articles being written, as the editor reads them."""

from collections.abc import Callable, Sequence
from typing import Any

from app.markup import rendered
from app.texts import texts
from kb.writing.differences import Piece, differences
from kb.writing.links import Dead
from support.writing import Manuscript, Revision, Topic, Words

Named = Callable[[str | None], str | None]
"""Returns the name of an account by its id."""

_PARTS = ("title", "questions", "tags", "body")


def words(found: Words) -> dict[str, Any]:
    """Return a text."""
    return {
        "title": found.title,
        "body": found.body,
        "questions": list(found.questions),
        "tags": list(found.tags),
    }


def manuscript(found: Manuscript, named: Named) -> dict[str, Any]:
    """Return where an article stands."""
    return {
        "slug": found.slug,
        "language": found.language,
        "state": found.state.value,
        "is_staged": found.is_staged,
        "revision": found.revision,
        "live": found.live,
        "made_from": found.made_from,
        "changed_at": found.changed_at.isoformat(),
        "changed_by": named(found.changed_by),
    }


def revision(found: Revision, named: Named) -> dict[str, Any]:
    """Return a text as it was once saved."""
    who = {"number": found.number, "by": named(found.by), "at": found.at.isoformat(), "how": found.how.value}
    return who | {"words": words(found.words)}


def topic(found: Topic) -> dict[str, Any]:
    """Return what holds for an article in all languages."""
    return {
        "audience": found.audience.value,
        "owner": found.owner,
        "review_by": found.review_by.isoformat() if found.review_by else None,
        "source": found.source,
    }


def preview(markdown: str, language: str, dead: Sequence[Dead]) -> dict[str, Any]:
    """Return a text as customers will see it, and its links that lead nowhere."""
    links = [{"target": each.target, "fault": each.fault.value} for each in dead]
    return {"html": rendered(markdown, language), "dir": texts(language).direction, "dead": links}


def compared(before: Words, after: Words) -> list[dict[str, Any]]:
    """Return each part of a text that differs, in pieces."""
    pairs = ((part, _text(before, part), _text(after, part)) for part in _PARTS)
    return [{"part": part, "pieces": pieces(differences(*pair))} for part, *pair in pairs if pair[0] != pair[1]]


def pieces(found: Sequence[Piece]) -> list[list[str]]:
    """Return pairs of what became of some words, and the words."""
    return [[piece.fate.value, piece.text] for piece in found]


def _text(found: Words, part: str) -> str:
    value = getattr(found, part)
    return value if isinstance(value, str) else "\n".join(value)
