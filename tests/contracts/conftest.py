"""One exam for every store (SQLite in memory and on disk, PostgreSQL wherever it is installed) and every channel."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy.engine import Engine

from store.engine import open_engine
from store.migrate import migrate
from store.tables import metadata
from store.unit_of_work import SqlBooks
from tests.contracts.exam.examinee import names
from tests.contracts.exam.opened import opened
from tests.contracts.exam.room import Room
from tests.databases import with_tables
from tests.postgres import cluster, needed


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], Engine]]:
    """Gives a database with our tables in it: a new one each time, or the one that PARLEY_TEST_POSTGRES names."""
    if named := os.environ.get("PARLEY_TEST_POSTGRES", ""):
        yield lambda: _emptied(open_engine(named))
    else:
        with cluster(needed()) as server:
            yield lambda: open_engine(server.new_tables())


def _emptied(engine: Engine) -> Engine:
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    migrate(engine)
    return engine


@pytest.fixture(params=["memory", "disk", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlBooks]:
    made: dict[str, Callable[[], Engine]] = {
        "memory": lambda: with_tables(open_engine("sqlite://")),
        "disk": lambda: with_tables(open_engine(f"sqlite:///{tmp_path / 'parley.db'}")),
        "postgres": lambda: cast("Engine", request.getfixturevalue("postgres")()),
    }
    engine = made[request.param]()
    yield SqlBooks(engine)
    engine.dispose()


@pytest.fixture(params=names())
def room(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The web app with this channel's door open, its provider at the other end."""
    with opened(request.param, tmp_path, monkeypatch) as held:
        yield held
