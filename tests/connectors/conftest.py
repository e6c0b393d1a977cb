"""Books on disk, as several processes would share them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.ear import Ear
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from tests.databases import with_tables


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'parley.db'}")
    with_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def books(engine: Engine) -> SqlBooks:
    return SqlBooks(engine)


@pytest.fixture
def ear(books: SqlBooks) -> Iterator[Ear]:
    with closing(Ear(books)) as listening:
        yield listening


class Asked:
    """What the database was asked."""

    def __init__(self) -> None:
        self._statements: list[str] = []

    def hear(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self._statements.append(statement)

    @property
    def writings(self) -> int:
        """How many transactions took the place of all other writers."""
        return self._statements.count("BEGIN IMMEDIATE")

    def forget(self) -> None:
        self._statements.clear()


@pytest.fixture
def asked(engine: Engine) -> Asked:
    asked = Asked()
    event.listen(engine, "before_cursor_execute", asked.hear)
    return asked
