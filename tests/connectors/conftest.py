"""Books on disk, as several processes would share them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import open_engine
from store.migrate import migrate
from store.unit_of_work import SqlBooks


@pytest.fixture
def books(tmp_path: Path) -> Iterator[SqlBooks]:
    engine = open_engine(f"sqlite:///{tmp_path / 'parley.db'}")
    migrate(engine)
    yield SqlBooks(engine)
    engine.dispose()
