"""Brings a database to the tables this code expects."""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

_MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """Return the newest revision, read off the file names (`0001_books.py`)."""
    return max(path.name for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


def current(engine: Engine) -> str | None:
    """Return the database's revision, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def migrate(engine: Engine) -> bool:
    """Upgrade where needed; True when something changed."""
    if current(engine) == newest():
        return False
    from alembic import command  # half a second of imports that a warm start does not need
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # a new index may take its time
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
