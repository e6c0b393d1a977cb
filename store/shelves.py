"""Handoffs, orders, trackers in SQL."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from store import tables
from store.records import dump, handoff_from
from store.statements import insert_or_replace
from support.errors import NotFound
from support.handoffs import Handoff
from support.messages import ConversationId
from support.orders import Order, OrderState


def upsert(connection: Connection, table: Any, row: dict[str, Any], *, rising: str | None = None) -> bool:
    """Insert the row, or replace the one with its primary key, with `rising` only where that column rises.

    True when something was written.
    """
    return bool(connection.execute(insert_or_replace(table, connection.dialect.name, rising), row).rowcount)


class SqlHandoffShelf:
    """See support.shelves.HandoffShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, handoff_id: str) -> Handoff:
        """Return it, kept from all others for the time of a writing transaction. Raises: NotFound."""
        found = self._select(tables.handoffs.c.id == handoff_id, is_claimed=not self._is_reading)
        if not found:
            raise NotFound(f"there is no handoff {handoff_id}; `./parley handoffs list` shows the open ones")
        return found[0]

    def latest(self, conversation_id: ConversationId) -> Handoff | None:
        """Return the conversation's newest handoff, open or closed."""
        table = tables.handoffs
        query = select(table.c.body).where(table.c.conversation_id == conversation_id)
        body = self._connection.execute(query.order_by(table.c.opened_at.desc()).limit(1)).scalar()
        return None if body is None else handoff_from(json.loads(body))

    def open(self) -> list[Handoff]:
        """Return what is not closed, longest waiting first."""
        return self._select(tables.handoffs.c.closed_at.is_(None))

    @property
    def _is_reading(self) -> bool:
        return bool(self._connection.get_execution_options().get("reading"))

    def _select(self, condition: Any, *, is_claimed: bool = False) -> list[Handoff]:
        query = select(tables.handoffs.c.body).where(condition).order_by(tables.handoffs.c.opened_at)
        if is_claimed:  # two agents who take it at once would both have it; SQLite's writers are in line anyway
            query = query.with_for_update()
        return [handoff_from(json.loads(body)) for body in self._connection.execute(query).scalars()]

    def save(self, handoff: Handoff) -> None:
        """Insert or replace."""
        row = {
            "id": handoff.id,
            "conversation_id": handoff.conversation_id,
            "opened_at": handoff.opened_at.timestamp(),
            "closed_at": None if handoff.closed_at is None else handoff.closed_at.timestamp(),
            "body": dump(handoff),
        }
        upsert(self._connection, tables.handoffs, row)


class SqlOrderShelf:
    """See support.shelves.OrderShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, number: str) -> Order | None:
        """Return the order, or None."""
        row = self._connection.execute(select(tables.orders).where(tables.orders.c.number == number)).first()
        return None if row is None else Order(number=row.number, state=OrderState(row.state), days=row.days)

    def replace_all(self, orders: Sequence[Order]) -> None:
        """Put these in place of all."""
        self._connection.execute(delete(tables.orders))
        rows = [{"number": order.number, "state": order.state.value, "days": order.days} for order in orders]
        if rows:
            self._connection.execute(insert(tables.orders), rows)


class SqlTrackerShelf:
    """See support.shelves.TrackerShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, conversation_id: str) -> str | None:
        """Return what was saved last, or None."""
        query = select(tables.trackers.c.body).where(tables.trackers.c.conversation_id == conversation_id)
        body: str | None = self._connection.execute(query).scalar()
        return body

    def put(self, conversation_id: str, body: str) -> None:
        """Insert or replace."""
        upsert(self._connection, tables.trackers, {"conversation_id": conversation_id, "body": body})

    def keys(self) -> list[str]:
        """Return every conversation id."""
        return list(self._connection.execute(select(tables.trackers.c.conversation_id)).scalars())
