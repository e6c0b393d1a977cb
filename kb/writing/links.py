"""Links in articles to other articles, and images: what is there and what is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from support.ports import UnitOfWork
from support.writing import Audience

_LINK = re.compile(r"\]\(\s*<?(?:article:|/help/[a-z]{2,3}/)([^\s)>#?]{1,200})")
_PICTURE = re.compile(r"\]\(\s*<?picture:([^\s)>]{1,200})")


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
    slugs = dict.fromkeys(_LINK.findall(markdown))
    articles = (Dead(slug, fault) for slug in slugs if slug != own and (fault := _fault(uow, slug, language)))
    return [*articles, *_pictures(uow, markdown)]


def _fault(uow: UnitOfWork, slug: str, language: str) -> Fault | None:
    slug = uow.moves.to(slug) or slug
    live = {each.language for each in uow.manuscripts.of(slug) if each.live is not None}
    topic = uow.topics.find(slug)
    if not live:
        return Fault.MISSING
    if topic is not None and topic.audience is not Audience.PUBLIC:
        return Fault.NOT_PUBLIC
    return None if language in live else Fault.OTHER_LANGUAGE


def _pictures(uow: UnitOfWork, markdown: str) -> Iterator[Dead]:
    keys = list(dict.fromkeys(_PICTURE.findall(markdown)))
    known = uow.pictures.known(keys)
    return (Dead(key, Fault.PICTURE) for key in keys if key not in known)
