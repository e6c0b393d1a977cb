"""An empty knowledge base."""

from collections.abc import Iterator

import pytest

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.databases import with_tables


@pytest.fixture
def empty() -> Iterator[SqlBooks]:
    engine = open_engine("sqlite://")
    with_tables(engine)
    yield SqlBooks(engine)
    engine.dispose()
