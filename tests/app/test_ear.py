"""Who waits for news of the event log hears of them at once, and of nothing else."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from app.ear import Ear
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.events import ArticlesChanged
from tests.databases import with_tables

SOON = 5.0


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'parley.db'}"


@pytest.fixture
def ear(url: str) -> Iterator[Ear]:
    books = SqlBooks(open_engine(url))
    with closing(Ear(books)) as listening:
        yield listening
    books.dispose()


def something_happens(url: str) -> int:
    """Record an event as another process would, and return its place in the log."""
    books = SqlBooks(open_engine(url))
    with books.writing() as uow:
        uow.record(ArticlesChanged(slugs=("returns",)))
        uow.commit()
    newest = books.newest()
    books.dispose()
    return newest


def test_all_who_wait_hear_of_an_event(url: str, ear: Ear) -> None:
    with_tables(open_engine(url))

    async def wait() -> None:
        start = await ear.newer(-1, SOON)
        waiting = [asyncio.create_task(ear.newer(start, SOON)) for _ in range(3)]
        await asyncio.sleep(0.2)
        assert not any(one.done() for one in waiting)

        happened = await asyncio.to_thread(something_happens, url)
        assert await asyncio.gather(*waiting) == [happened] * 3
        assert await ear.newer(start, SOON) == happened  # told at once: it has been

    asyncio.run(wait())


def test_silence_has_an_end(url: str, ear: Ear) -> None:
    with_tables(open_engine(url))

    async def wait() -> None:
        start, began = await ear.newer(-1, SOON), monotonic()
        assert await ear.newer(start, 0.3) == start
        assert 0.3 <= monotonic() - began < SOON

    asyncio.run(wait())


def test_a_database_that_is_away_is_heard_when_it_is_back(url: str, ear: Ear) -> None:
    async def wait() -> None:
        assert await ear.newer(-1, 0.2) == -1  # there are no tables yet
        await asyncio.to_thread(with_tables, open_engine(url))
        assert await ear.newer(-1, SOON) == 0

    asyncio.run(wait())
