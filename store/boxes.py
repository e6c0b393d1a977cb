"""Inbox and outbox in SQL: unique ids, leases, conversations in order."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, exists, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from store.records import dump, message_from
from support.deliveries import LEASE, Delivery, State
from support.errors import Conflict
from support.messages import ConversationId, Message, channel_of


class SqlBox:
    """A box over one table; see support.ports.Box."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table

    def put(self, delivery: Delivery) -> bool:
        """Keep it; False for an id we know already."""
        message = delivery.message
        row = _state(delivery) | {
            "message_id": message.id,
            "conversation_id": message.conversation_id,
            "channel": channel_of(message.conversation_id),
            "sent_at": message.sent_at.timestamp(),
            "body": dump(message),
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(self._table).values(row))
        except IntegrityError:  # the unique id is the referee, also between two processes
            return False
        return True

    def lease_next(self, channel: str, now: datetime, lease: timedelta = LEASE) -> Delivery | None:
        """Claim the oldest due delivery that heads its conversation; one whose workers all died comes once, DEAD."""
        row = self._connection.execute(self._next_due(channel, now)).first()
        if row is None:
            return None
        delivery = _delivery(row).leased(now, lease)
        self._write(delivery)
        return delivery

    def _next_due(self, channel: str, now: datetime) -> Any:
        table, earlier = self._table, self._table.alias("earlier")
        has_earlier = exists().where(
            and_(
                earlier.c.conversation_id == table.c.conversation_id,
                earlier.c.state == State.PENDING.value,
                earlier.c.sequence < table.c.sequence,
            )
        )
        is_due = and_(
            table.c.channel == channel, table.c.state == State.PENDING.value, table.c.due_at <= now.timestamp()
        )
        return (
            select(table)
            .where(is_due, ~has_earlier)
            .order_by(table.c.sequence)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite ignores it: there writers wait for each other anyway
        )

    def save(self, delivery: Delivery) -> None:
        """Write back its state. Raises: Conflict when the lease ran out and another worker has it."""
        if not self._write(delivery, self._table.c.attempts == delivery.attempts):
            raise Conflict(f"message {delivery.message.id} was taken over by another worker")

    def _write(self, delivery: Delivery, *conditions: Any) -> bool:
        pending = self._table.c.state == State.PENDING.value
        mine = self._table.c.message_id == delivery.message.id
        changed = self._connection.execute(
            update(self._table).where(mine, pending, *conditions).values(_state(delivery))
        )
        return bool(changed.rowcount)

    def get(self, message_id: str) -> Delivery | None:
        """Return the delivery with this message, or None."""
        row = self._connection.execute(select(self._table).where(self._table.c.message_id == message_id)).first()
        return None if row is None else _delivery(row)

    def messages(self, conversation_id: ConversationId, limit: int | None = None) -> list[Message]:
        """Return the conversation's messages, oldest first; with `limit`, only the latest ones."""
        query = (
            select(self._table.c.body)
            .where(self._table.c.conversation_id == conversation_id)
            .order_by(self._table.c.sequence.desc())
            .limit(limit)
        )
        bodies = self._connection.execute(query).scalars().all()
        return [message_from(json.loads(body)) for body in reversed(bodies)]


def _state(delivery: Delivery) -> dict[str, Any]:
    return {
        "due_at": delivery.due_at.timestamp(),
        "attempts": delivery.attempts,
        "state": delivery.state.value,
        "fault": delivery.fault,
    }


def _delivery(row: Row) -> Delivery:
    return Delivery(
        message=message_from(json.loads(row.body)),
        due_at=datetime.fromtimestamp(row.due_at, UTC),
        attempts=row.attempts,
        state=State(row.state),
        fault=row.fault,
    )
