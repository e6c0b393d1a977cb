"""A house with a database and nothing running: what an operator's commands read and change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.databases import with_tables
from tests.house import House


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A house that has not been built yet."""
    return House(tmp_path / "var")


@pytest.fixture
def books(home: House) -> Iterator[SqlBooks]:
    """Its books, empty."""
    engine = open_engine(f"sqlite:///{home.folder / 'parley.db'}")
    with_tables(engine)
    yield SqlBooks(engine)
    engine.dispose()
