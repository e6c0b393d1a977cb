"""A database by its URL, with SQLite set up to lose nothing it has confirmed."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool, StaticPool

from store import postgres
from support.errors import Misconfigured

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a confirmed message survives a power cut, not only a killed process
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)

_PATIENCE_SECONDS = 10
"""For a free connection: as long as writers wait for each other on SQLite."""


def open_engine(url: str) -> Engine:
    """Return an engine for `url`; SQLite's folder is made when missing.

    Raises: Misconfigured for a URL that names no database.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return _server(parsed)
    in_memory = parsed.database in (None, "", ":memory:")
    if not in_memory:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=StaticPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an error in a log must not carry what a customer wrote
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _server(url: URL) -> Engine:
    # pre_ping: a connection that broke while it lay in the pool is replaced before it is used.
    engine = create_engine(
        url,
        connect_args=postgres.connecting(url),
        pool_pre_ping=True,
        pool_timeout=_PATIENCE_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine, "connect", postgres.limit)
    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except ArgumentError:  # its text and ours stay silent of what was given: there is a password in it
        known = "sqlite:///var/parley.db or postgresql://user:password@host/name"
        raise Misconfigured(f"PARLEY_DATABASE_URL is no database URL such as {known}") from None
    return parsed


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite must not begin transactions behind SQLAlchemy's back
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A writer that starts as a reader can fail when another commits in between; IMMEDIATE waits its turn instead.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
