"""This process's way to the database and its ear for the event log, made once."""

import sys
from functools import lru_cache

from app.ear import Ear
from app.settings import settings
from store.engine import open_engine
from store.unit_of_work import SqlBooks

_SWITCH_SECONDS = 0.0005
"""A thread that writes holds up every writer while it waits for Python's lock after each statement: by default 5 ms,
which beside a busy event loop makes a transaction of five statements last 25."""


@lru_cache(maxsize=1)
def books() -> SqlBooks:
    """Return the books. Raises: Misconfigured when PARLEY_DATABASE_URL names no database."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    return SqlBooks(open_engine(settings().url))


@lru_cache(maxsize=1)
def ear() -> Ear:
    """Return what hears the event log grow."""
    return Ear(books())
