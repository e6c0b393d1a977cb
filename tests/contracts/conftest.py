"""One exam for every store: SQLite in memory and on disk; PostgreSQL where PARLEY_TEST_POSTGRES names one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import open_engine
from store.migrate import migrate
from store.tables import metadata
from store.unit_of_work import SqlBooks


@pytest.fixture(params=["memory", "disk", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlBooks]:
    urls = {
        "memory": "sqlite://",
        "disk": f"sqlite:///{tmp_path / 'parley.db'}",
        "postgres": os.environ.get("PARLEY_TEST_POSTGRES", ""),
    }
    url = urls[request.param]
    if not url:
        pytest.skip("PARLEY_TEST_POSTGRES names no empty PostgreSQL database, e.g. postgresql://localhost/parley_test")
    engine = open_engine(url)
    migrate(engine)
    yield SqlBooks(engine)
    if request.param == "postgres":
        with engine.begin() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()
