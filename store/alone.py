"""An errand that one process at a time is on, whichever machine it runs on; who dies on it leaves it to the next."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from store.gate import Gate


@contextmanager
def alone(engine: Engine, errand: str) -> Iterator[bool]:
    """Give True to the only one on this errand, False, at once, where there is another."""
    if engine.dialect.name == "postgresql":
        kept = _on_server(engine, errand)
    elif engine.url.database in (None, "", ":memory:"):
        kept = _in_memory()
    else:
        kept = _on_file(Path(f"{engine.url.database}.lock.{errand}"))
    with kept as is_alone:
        yield is_alone


@contextmanager
def _in_memory() -> Iterator[bool]:
    yield True  # no other process knows of this database


@contextmanager
def _on_file(path: Path) -> Iterator[bool]:
    gate = Gate(path)
    try:
        yield gate.enter(monotonic())
    finally:
        gate.close()  # which frees the lock


@contextmanager
def _on_server(engine: Engine, errand: str) -> Iterator[bool]:
    """Hold an advisory lock of the session's own: one of a transaction would end it for standing still."""
    key = {"key": zlib.crc32(f"parley {errand}".encode())}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_alone = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar())
        try:
            yield is_alone
        finally:
            with suppress(DBAPIError):  # the line broke meanwhile, which freed it
                if is_alone:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
