"""Who did what, and attempts to sign in that came to nothing, in SQL."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Row

from store import staff_tables as tables
from store.shelves import upsert
from store.staff import moment, stamp
from store.statements import insert_once
from support.attempts import Attempts
from support.staff import Deed


class SqlAttemptShelf:
    """See support.staff_shelves.AttemptShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Attempts:
        """Return them, kept from all others for the time of a writing transaction."""
        table = tables.attempts
        if not self._connection.get_execution_options().get("reading"):
            # A row that is not there cannot be kept from others: two first attempts at once would count as one.
            fresh = insert_once(table, self._connection.dialect.name)
            self._connection.execute(fresh, {"key": key, "count": 0, "last_at": 0.0})
        row = self._connection.execute(select(table).where(table.c.key == key).with_for_update()).first()
        return Attempts() if row is None or not row.count else Attempts(count=row.count, last_at=moment(row.last_at))

    def put(self, key: str, attempts: Attempts) -> None:
        """Insert or replace."""
        last_at = stamp(attempts.last_at) or 0.0
        upsert(self._connection, tables.attempts, {"key": key, "count": attempts.count, "last_at": last_at})

    def forget(self, key: str) -> None:
        """Forget them."""
        self._connection.execute(delete(tables.attempts).where(tables.attempts.c.key == key))

    def clear(self, before: datetime) -> None:
        """Forget those of old."""
        self._connection.execute(delete(tables.attempts).where(tables.attempts.c.last_at < stamp(before)))


class SqlAuditShelf:
    """See support.staff_shelves.AuditShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deed: Deed) -> None:
        """Keep it; its number is given here."""
        row = {
            "kind": deed.kind,
            "done_at": stamp(deed.done_at),
            "by": deed.by,
            "about": deed.about,
            "address": deed.address,
            "details": json.dumps(deed.details, ensure_ascii=False),
        }
        self._connection.execute(insert(tables.audit), row)

    def clear(self, before: datetime) -> int:
        """Drop what was done before, and return how much."""
        is_old = tables.audit.c.done_at < stamp(before)
        return int(self._connection.execute(delete(tables.audit).where(is_old)).rowcount)

    def latest(self, limit: int, *, before: int | None = None, by: str | None = None) -> list[Deed]:
        """Return the newest, newest first: those before a number, of one account."""
        table = tables.audit
        query: Any = select(table).order_by(table.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(table.c.number < before)
        if by is not None:
            query = query.where(table.c.by == by)
        return [_deed(row) for row in self._connection.execute(query)]


def _deed(row: Row) -> Deed:
    return Deed(
        kind=row.kind,
        done_at=moment(row.done_at),
        by=row.by,
        about=row.about,
        address=row.address,
        details=json.loads(row.details),
        number=row.number,
    )
