"""Replies that agents write once and send often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """One reply in one language; `text` may have placeholders such as {{customer.name}}.

    `code` is what is typed to call it. `owner` is an account's id, None for everybody's.
    """

    id: str
    code: str
    language: str
    text: str
    owner: str | None
    changed_at: datetime


def chosen(found: Iterable[Canned], languages: Sequence[str]) -> list[Canned]:
    """Return one reply a code: in the first of these languages it is there in, one's own before everybody's.

    One that is in none of them is there in whatever language it has: better than none.
    """
    best: dict[str, Canned] = {}
    for each in sorted(found, key=lambda canned: _worth(canned, languages)):
        best.setdefault(each.code, each)
    return sorted(best.values(), key=lambda canned: canned.code)


def _worth(canned: Canned, languages: Sequence[str]) -> tuple[int, bool, str]:
    place = languages.index(canned.language) if canned.language in languages else len(languages)
    return place, canned.owner is None, canned.language
