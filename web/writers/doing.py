"""What a writer can do with an article, by the name it has in the address; what matters is noted in the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk import audit
from kb.writing import drafting, publishing
from support.errors import Refused
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import Manuscript
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
    made_from = _made_from(uow, it)
    drafting.save(uow, it.slug, it.language, asking.words(it.body), it.began_from, it.act, made_from=made_from)


def _made_from(uow: UnitOfWork, it: Doing) -> int | None:
    """Return which text of the source a translation says the same as. Raises: Refused for one that there is not."""
    number = asking.optional_number(it.body, "made_from")
    if number is None:
        return None
    found = {each.language: each for each in uow.manuscripts.of(it.slug)}
    source = found.get(topic_of(uow, it.slug, list(found.values())).source)
    if source is None or not 0 < number <= source.revision:
        raise Refused("the source has no such revision; open the article again")
    return number


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
    _note(uow, it, "article_published", **_told(done))


def _told(done: Manuscript) -> dict[str, object]:
    return {"title": done.title, "revision": done.revision}


def _publish_all(uow: UnitOfWork, it: Doing) -> None:
    seen, anyway = asking.revisions(it.body, "languages"), it.body.get("anyway") is True
    for done in publishing.publish_all(uow, it.slug, seen, it.act.at, anyway=anyway):
        about = f"{done.slug} ({done.language})"
        audit.note(uow, it.act, "article_published", about=about, details=_told(done))


def _archive(uow: UnitOfWork, it: Doing) -> None:
    done = publishing.archive(uow, it.slug, it.language, it.began_from)
    _note(uow, it, "article_archived", title=done.title)


def _describe(uow: UnitOfWork, it: Doing) -> None:
    uow.manuscripts.get(it.slug, it.language)
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
    "publish_all": _publish_all,
    "archive": _archive,
    "describe": _describe,
}
