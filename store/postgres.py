"""PostgreSQL's side of a connection: nothing is waited for without end, and what goes wrong is told in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from support.errors import Crossed, Unavailable

_CONNECTING = {
    "connect_timeout": 5,
    # A server that vanishes without a word (a machine switched off, a firewall) is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""libpq's parameters (PostgreSQL documentation, 34.1.2): seconds, and milliseconds for the last."""

_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    # A process that was stopped while it wrote holds up every other at the log's lock, until the server ends it.
    "idle_in_transaction_session_timeout": "30s",
}
"""Our longest statement reads the whole knowledge base: well under a second for ten thousand articles."""

_BUSY = {
    "25P03": "this process stood still for too long",  # idle_in_transaction_session_timeout
    "40001": "two wrote at once",  # serialization_failure
    "40P01": "two waited for each other",  # deadlock_detected
    "55P03": "another one holds what this needs",  # lock_not_available
    "57014": "this took too long",  # query_canceled
}
_CROSSED = ("40001", "40P01")
_AWAY = ("08", "28", "3D", "53", "57P")
"""Classes of SQLSTATE: connection, password, no such database, no room or connections left, shut-down."""


def connecting(url: URL) -> dict[str, Any]:
    """Return the parameters of a connection, those left out that the URL has its own word on."""
    return {name: value for name, value in _CONNECTING.items() if name not in url.query}


def limit(connection: Any, _record: Any) -> None:
    """Give a new connection its limits; those an operator gave the database, the role or the URL stay."""
    names = ", ".join(f"('{name}', '{value}')" for name, value in _LIMITS.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT set_config(ours.name, ours.value, false) FROM (VALUES {names}) AS ours (name, value)"
            " JOIN pg_settings USING (name) WHERE setting = '0'"
        )
    connection.commit()


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Raises: Unavailable for a server that is away or busy, Crossed where two met; all else passes as it is."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        fault = _fault(error) if engine.dialect.name == "postgresql" else None
        if fault is None:
            raise
        raise (Crossed if _state(error) in _CROSSED else Unavailable)(fault) from error


def _fault(error: DBAPIError | PoolTimeout) -> str | None:
    if isinstance(error, PoolTimeout):
        return "every connection to the database is in use; trying again later may help"
    state = _state(error)
    if state in _BUSY:
        return f"the database is busy ({_BUSY[state]}); trying again later may help"
    if not (error.connection_invalidated or _is_away(error, state)):
        return None
    cause = (str(error.orig).strip().splitlines() or ["no reason given"])[0]
    return f"the database does not work just now ({cause}); see that it runs, and check PARLEY_DATABASE_URL"


def _state(error: DBAPIError | PoolTimeout) -> str | None:
    return getattr(getattr(error, "orig", None), "pgcode", None)


def _is_away(error: DBAPIError, state: str | None) -> bool:
    if state is None:  # it never came to a statement: refused, timed out, or the line broke
        return isinstance(error, OperationalError | InterfaceError)
    return state.startswith(_AWAY)
