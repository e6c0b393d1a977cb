"""Links in articles to other articles, and images: what is there and what is not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from support.ports import UnitOfWork
from support.writing import Audience

_ARTICLE = re.compile(r"(?:article:|/help/[a-z]{2,3}/)([^#?]{1,200}).*")
_PICTURE = re.compile(r"picture:(.{1,200})")
_markdown = MarkdownIt("commonmark", {"html": False})


class Fault(str, Enum):
    """Why a link leads nowhere."""

    MISSING = "missing"
    OTHER_LANGUAGE = "other_language"
    NOT_PUBLIC = "not_public"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that leads nowhere: `target` is a slug, or an image's key."""

    target: str
    fault: Fault


def dead_links(uow: UnitOfWork, markdown: str, language: str, own: str = "") -> list[Dead]:
    """Return the links that customers could not follow, in the order they stand; an article may link to itself."""
    addresses = [] if ":" not in markdown and "/help/" not in markdown else list(_addresses(_markdown.parse(markdown)))
    slugs = _named(_ARTICLE, addresses)
    articles = (Dead(slug, fault) for slug in slugs if slug != own and (fault := _fault(uow, slug, language)))
    return [*articles, *_pictures(uow, _named(_PICTURE, addresses))]


def _addresses(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield where links and images lead, however they are written; what is code is none."""
    for token in tokens:
        found = token.attrGet("href") or token.attrGet("src")
        if found:
            yield unquote(str(found))
        yield from _addresses(token.children or ())


def _named(pattern: re.Pattern[str], addresses: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(found[1] for address in addresses if (found := pattern.fullmatch(address))))


def _fault(uow: UnitOfWork, slug: str, language: str) -> Fault | None:
    slug = uow.moves.to(slug) or slug
    live = {each.language for each in uow.manuscripts.of(slug) if each.live is not None}
    topic = uow.topics.find(slug)
    if not live:
        return Fault.MISSING
    if topic is not None and topic.audience is not Audience.PUBLIC:
        return Fault.NOT_PUBLIC
    return None if language in live else Fault.OTHER_LANGUAGE


def _pictures(uow: UnitOfWork, keys: Sequence[str]) -> Iterator[Dead]:
    known = uow.pictures.known(keys)
    return (Dead(key, Fault.PICTURE) for key in keys if key not in known)
