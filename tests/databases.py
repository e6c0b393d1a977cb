"""Databases with our tables in them: the migrations are run once, and what they made is copied for each test."""

from functools import cache

from sqlalchemy.engine import Engine

from store.engine import open_engine
from store.migrate import migrate


def with_tables(engine: Engine) -> Engine:
    """Bring an empty SQLite database to where the migrations lead, many times as fast as they do."""
    with _model().connect() as model, engine.connect() as fresh:
        model.connection.driver_connection.backup(fresh.connection.driver_connection)  # type: ignore[union-attr]
    return engine


@cache
def _model() -> Engine:
    engine = open_engine("sqlite://")
    migrate(engine)
    return engine
