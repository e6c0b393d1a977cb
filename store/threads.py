"""Handoffs as other desks have them, and how far the log was followed for them, in SQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection, Row

from store import tables
from store.shelves import upsert
from support.errands import Thread
from support.handoffs import Holder
from support.messages import ConversationId


class SqlThreadShelf:
    """See support.shelves.ThreadShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, target: str, handoff_id: str) -> Thread | None:
        """Return it, or None."""
        return self._newest(target, tables.threads.c.handoff_id == handoff_id)

    def at(self, target: str, external_id: str) -> Thread | None:
        """Return the newest that the target knows by this name, or None."""
        return self._newest(target, tables.threads.c.external_id == external_id)

    def of(self, target: str, conversation_id: ConversationId) -> Thread | None:
        """Return the conversation's newest, or None."""
        return self._newest(target, tables.threads.c.conversation_id == conversation_id)

    def open(self, target: str) -> list[Thread]:
        """Return those that people hold."""
        table = tables.threads
        query = select(table).where(table.c.target == target, table.c.holder != Holder.BOT.value)
        return [_thread(row) for row in self._connection.execute(query)]

    def save(self, thread: Thread) -> None:
        """Insert or replace."""
        row = {
            "target": thread.target,
            "handoff_id": thread.handoff_id,
            "conversation_id": thread.conversation_id,
            "opened_at": thread.opened_at.timestamp(),
            "external_id": thread.external_id,
            "holder": thread.holder.value,
            "is_closed_there": thread.is_closed_there,
            "status_at": thread.status_at,
        }
        upsert(self._connection, tables.threads, row)

    def _newest(self, target: str, condition: Any) -> Thread | None:
        table = tables.threads
        query = select(table).where(table.c.target == target, condition).order_by(table.c.opened_at.desc()).limit(1)
        if not self._connection.get_execution_options().get("reading"):
            query = query.with_for_update()  # it is read to be changed
        row = self._connection.execute(query).first()
        return None if row is None else _thread(row)


def _thread(row: Row) -> Thread:
    return Thread(
        target=row.target,
        handoff_id=row.handoff_id,
        conversation_id=ConversationId(row.conversation_id),
        opened_at=datetime.fromtimestamp(row.opened_at, UTC),
        external_id=row.external_id,
        holder=Holder(row.holder),
        is_closed_there=row.is_closed_there,
        status_at=row.status_at,
    )


class SqlBookmarkShelf:
    """See support.shelves.BookmarkShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, name: str) -> int | None:
        """Return it, None where there is none; nobody else changes it until this transaction ends."""
        table = tables.bookmarks
        query = select(table.c.sequence).where(table.c.name == name).with_for_update()
        found: int | None = self._connection.execute(query).scalar()
        return found

    def put(self, name: str, sequence: int) -> None:
        """Insert or replace."""
        upsert(self._connection, tables.bookmarks, {"name": name, "sequence": sequence})

    def keep_only(self, name: str) -> None:
        """Forget all others: whoever follows again begins anew."""
        self._connection.execute(delete(tables.bookmarks).where(tables.bookmarks.c.name != name))
