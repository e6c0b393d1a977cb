"""This process's way to the database, opened once."""

from functools import lru_cache

from app.settings import settings
from store.engine import open_engine
from store.unit_of_work import SqlBooks


@lru_cache(maxsize=1)
def books() -> SqlBooks:
    """Return the books. Raises: Misconfigured when PARLEY_DATABASE_URL names no database."""
    return SqlBooks(open_engine(settings().url))
