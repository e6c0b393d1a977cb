"""One exam for every store (SQLite in memory and on disk, PostgreSQL wherever it is installed) and every channel."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engine import open_engine
from store.migrate import migrate
from store.tables import metadata
from store.unit_of_work import SqlBooks
from tests.contracts.exam.examinee import names
from tests.contracts.exam.opened import opened
from tests.contracts.exam.room import Room
from tests.postgres import cluster, needed


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Gives the URL of an empty database, a new one each time unless PARLEY_TEST_POSTGRES names one."""
    if named := os.environ.get("PARLEY_TEST_POSTGRES", ""):
        yield lambda: named
    else:
        with cluster(needed()) as server:
            yield server.new_database


@pytest.fixture(params=["memory", "disk", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlBooks]:
    urls: dict[str, Callable[[], str]] = {
        "memory": lambda: "sqlite://",
        "disk": lambda: f"sqlite:///{tmp_path / 'parley.db'}",
        "postgres": lambda: str(request.getfixturevalue("postgres")()),
    }
    engine = open_engine(urls[request.param]())
    migrate(engine)
    yield SqlBooks(engine)
    if request.param == "postgres":  # so that a database that was named serves the next test too
        with engine.begin() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()


@pytest.fixture(params=names())
def room(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The web app with this channel's door open, its provider at the other end."""
    with opened(request.param, tmp_path, monkeypatch) as held:
        yield held
