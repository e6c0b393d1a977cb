"""What is kept of imports, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.unit_of_work import SqlBooks
from support.errors import NotFound
from support.imports import Imported, Source

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RETURNS = Imported(source="shop", topic="7", language="sv", slug="returns", digest="d", mark='"etag"\nMon')
SITE = Source(name="wiki", address="https://a.example/", format="site", hours=24, due_at=NOON)


def test_where_articles_came_from_is_kept_by_source(books: SqlBooks) -> None:
    newer = replace(RETURNS, digest="e")
    with books.writing() as uow:
        uow.imports.put(RETURNS)
        uow.imports.put(newer)
        uow.imports.put(replace(RETURNS, source="wiki", slug="hours"))
        uow.commit()

    with books.writing() as uow:
        assert uow.imports.of("shop") == [newer]
        assert uow.imports.owners() == {("returns", "sv"): "shop", ("hours", "sv"): "wiki"}
        uow.imports.rename("returns", "take-back")
        newer = replace(newer, slug="take-back")
        assert uow.imports.of("shop") == [newer]
        uow.imports.remove(newer)
        assert uow.imports.of("shop") == []


def test_a_source_is_due_at_its_time_and_not_again_until_the_next(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.sources.put(SITE)
        uow.commit()
    with books.writing() as uow:
        kept = uow.sources.get("wiki")
        assert kept == SITE and kept.is_due(NOON) and not kept.is_due(NOON - timedelta(seconds=1))
        uow.sources.put(kept.began(NOON).ran(NOON + timedelta(minutes=2), "3 new"))
        uow.commit()

    with books.writing() as uow:
        (ran,) = uow.sources.all()
        assert (
            ran.ended == "3 new" and not ran.is_due(NOON + timedelta(hours=23)) and ran.is_due(NOON + timedelta(days=1))
        )
        uow.sources.remove("wiki")
        with pytest.raises(NotFound, match="no source wiki"):
            uow.sources.get("wiki")


def test_a_source_by_hand_is_never_due() -> None:
    assert not replace(SITE, hours=None, due_at=None).is_due(NOON)
    assert not replace(SITE, hours=None).began(NOON).is_due(NOON + timedelta(days=999))
