"""This process's way to the database and its ear for the event log, made once."""

from functools import lru_cache

from app.ear import Ear
from app.settings import settings
from store.engine import open_engine
from store.unit_of_work import SqlBooks


@lru_cache(maxsize=1)
def books() -> SqlBooks:
    """Return the books. Raises: Misconfigured when PARLEY_DATABASE_URL names no database."""
    return SqlBooks(open_engine(settings().url))


@lru_cache(maxsize=1)
def ear() -> Ear:
    """Return what hears the event log grow."""
    return Ear(books())
