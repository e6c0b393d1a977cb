"""Calling importers in a test: files as they are written, what becomes of them as it reads."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kb.importing.drafts import Draft, Fault, Found
from kb.importing.judging import Manner, What
from kb.importing.planning import Plan
from kb.importing.taking import known, planned, take
from store.unit_of_work import SqlBooks
from support.staff import Act

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ACT, LIVE = Act(at=NOON), Manner()


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def drafts(found: Iterable[Found]) -> list[Draft]:
    """Return the drafts of what was found, where nothing is wrong."""
    parts = list(found)
    assert all(isinstance(part, Draft) for part in parts), parts
    return [part for part in parts if isinstance(part, Draft)]


def faults(found: Iterable[Found]) -> list[str]:
    """Return what was left out."""
    return [str(part) for part in found if isinstance(part, Fault)]


def english(_text: str) -> str | None:
    """Detect English, whatever it is: a reader that detects is `app.importing.detect`."""
    return "en"


def imports(
    books: SqlBooks, found: Iterable[Found], *, source: str = "shop", manner: Manner = LIVE, act: Act = ACT
) -> Plan:
    """Import, all the way, and return what was planned."""
    with books.writing() as uow:
        plan = planned(source, found, known(uow, source), english, manner)
        take(uow, plan, act, is_draft=manner.is_draft)
        uow.commit()
    return plan


def told(plan: Plan) -> dict[str, str]:
    """Return what became of each article, by `language/slug`."""
    return {f"{step.imported.language}/{step.imported.slug}": step.what.value for step in plan.steps}


def texts(books: SqlBooks) -> dict[str, str]:
    """Return the live texts, by `language/slug`."""
    with books.reading() as uow:
        return {f"{article.language}/{article.slug}": article.body for article in uow.articles.all()}


CHANGING = (What.NEW, What.CHANGED, What.GONE)
