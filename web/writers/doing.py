"""What a writer can do with an article, by the name it has in the address; what matters is noted in the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk import audit
from kb.writing import drafting, publishing
from support.ports import UnitOfWork
from support.staff import Act
from web.desk.asking import optional
from web.writers import asking
from web.writers.reading import topic_of


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, to what, and what they sent along."""

    slug: str
    language: str
    body: dict[str, Any]
    act: Act

    @property
    def began_from(self) -> int:
        """The revision that the writer had before them."""
        return asking.number(self.body, "from")


Deed = Callable[[UnitOfWork, Doing], None]


def _save(uow: UnitOfWork, it: Doing) -> None:
    made_from = asking.optional_number(it.body, "made_from")
    drafting.save(uow, it.slug, it.language, asking.words(it.body), it.began_from, it.act, made_from=made_from)


def _restore(uow: UnitOfWork, it: Doing) -> None:
    number = asking.number(it.body, "number")
    drafting.restore(uow, it.slug, it.language, number, it.began_from, it.act)
    _note(uow, it, "article_restored", revision=number)


def _submit(uow: UnitOfWork, it: Doing) -> None:
    publishing.submit(uow, it.slug, it.language, it.began_from)


def _give_back(uow: UnitOfWork, it: Doing) -> None:
    publishing.give_back(uow, it.slug, it.language, it.began_from)


def _publish(uow: UnitOfWork, it: Doing) -> None:
    anyway = it.body.get("anyway") is True
    done = publishing.publish(uow, it.slug, it.language, it.began_from, it.act.at, anyway=anyway)
    _note(uow, it, "article_published", title=done.title, revision=done.revision)


def _archive(uow: UnitOfWork, it: Doing) -> None:
    done = publishing.archive(uow, it.slug, it.language, it.began_from)
    _note(uow, it, "article_archived", title=done.title)


def _describe(uow: UnitOfWork, it: Doing) -> None:
    before = topic_of(uow, it.slug, uow.manuscripts.of(it.slug))
    audience, owner = asking.audience(it.body), optional(it.body, "owner") or None
    review_by = asking.day(it.body, "review_by")
    after = publishing.describe(uow, before, audience=audience, owner=owner, review_by=review_by)
    if after.audience is not before.audience:
        _note(uow, it, "article_audience", before=before.audience.value, after=after.audience.value)


def _note(uow: UnitOfWork, it: Doing, kind: str, **details: object) -> None:
    audit.note(uow, it.act, kind, about=f"{it.slug} ({it.language})", details=details)


DEEDS: dict[str, Deed] = {
    "save": _save,
    "restore": _restore,
    "submit": _submit,
    "give_back": _give_back,
    "publish": _publish,
    "archive": _archive,
    "describe": _describe,
}
