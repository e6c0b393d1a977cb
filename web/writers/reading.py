"""What the editor shows of an article, its languages and those around it."""

from collections.abc import Sequence
from typing import Any

from app.markup import rendered
from app.settings import settings
from app.texts import texts
from app.translating import has_machine
from kb.writing.differences import differences
from kb.writing.drafting import newest
from support.ports import UnitOfWork
from support.staff import Account, Role
from support.writing import Manuscript, Mark, Topic, Words, is_outdated, marks, source_language
from web.writers import wire

_WRITERS = frozenset({Role.WRITER})


def named(accounts: Sequence[Account]) -> wire.Named:
    """Return a way from accounts' ids to their names; one who is gone is shown as the id."""
    names = {account.id: account.name for account in accounts}
    return lambda id: names.get(id, id) if id else None


def writers(accounts: Sequence[Account]) -> list[Account]:
    """Return those who may own an article."""
    return [account for account in accounts if account.may(_WRITERS)]


def order() -> list[str]:
    """Return the assistant's languages, the one that articles are usually translated from first."""
    return list(dict.fromkeys((settings().default_language, *settings().languages)))


def topic_of(uow: UnitOfWork, slug: str, found: Sequence[Manuscript]) -> Topic:
    """Return what holds for an article; where nobody has said anything, what is usual."""
    return uow.topics.find(slug) or usual(slug, found, order())


def usual(slug: str, found: Sequence[Manuscript], languages: Sequence[str]) -> Topic:
    """Return what holds for an article of which nobody has said anything."""
    return Topic(slug=slug, source=source_language({each.language for each in found}, None, languages))


def editor(uow: UnitOfWork, slug: str, language: str, account: Account) -> dict[str, Any]:
    """Return all that the editor shows of an article in one language. Raises: NotFound."""
    manuscript, found, accounts = uow.manuscripts.get(slug, language), uow.manuscripts.of(slug), uow.accounts.all()
    topic = topic_of(uow, slug, found)
    source = next((each for each in found if each.language == topic.source and each.language != language), None)
    return {
        "me": account.id,
        "manuscript": wire.manuscript(manuscript, named(accounts)),
        "words": wire.words(uow.manuscripts.revision(slug, language, manuscript.revision).words),
        "dir": texts(language).direction,
        "tabs": tabs(uow, found, topic),
        "source": None if source is None else _source(uow, manuscript, source),
        "has_machine": has_machine(),
        "topic": wire.topic(topic),
        "writers": [{"id": each.id, "name": each.name} for each in writers(accounts)],
    }


def tabs(uow: UnitOfWork, found: Sequence[Manuscript], topic: Topic) -> list[dict[str, Any]]:
    """Return the languages there are and could be, each with how it stands."""
    own = {each.language: each for each in found}
    shown = marks(own, topic.source, order())
    return [_tab(language, mark) | _standing(uow, own.get(language)) for language, mark in shown.items()]


def _tab(language: str, mark: Mark) -> dict[str, Any]:
    return {"language": language, "name": texts(language).name, "mark": mark.value}


def _standing(uow: UnitOfWork, own: Manuscript | None) -> dict[str, Any]:
    """`ready` is the revision that could be published, None where there is nothing new or no text yet."""
    if own is None:
        return {"is_there": False, "state": None, "is_live": False, "ready": None}
    words = newest(uow, own) if own.is_staged else None
    ready = own.revision if words is not None and words.body else None
    return {"is_there": True, "state": own.state.value, "is_live": own.live is not None, "ready": ready}


def _source(uow: UnitOfWork, own: Manuscript, source: Manuscript) -> dict[str, Any]:
    """Return the source as it is to be translated: what customers read of it, else its newest text."""
    number = source.live or source.revision
    words = uow.manuscripts.revision(source.slug, source.language, number).words
    return {
        "language": source.language,
        "name": texts(source.language).name,
        "dir": texts(source.language).direction,
        "revision": number,
        "words": wire.words(words),
        "html": rendered(words.body, source.language),
        "since": _since(uow, own, source, words) if is_outdated(own, source) else None,
    }


def _since(uow: UnitOfWork, own: Manuscript, source: Manuscript, now: Words) -> list[list[str]]:
    """Return what the source says otherwise since it was translated."""
    before = uow.manuscripts.revision(source.slug, source.language, own.made_from or 1).words
    return wire.pieces(differences(f"{before.title}\n\n{before.body}", f"{now.title}\n\n{now.body}"))
