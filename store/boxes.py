"""Inbox and outbox in SQL: unique ids, leases, conversations in order."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, case, exists, func, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from store.records import dump, message_from
from support.deliveries import LEASE, Delivery, State
from support.errors import Conflict, NotFound
from support.mail import may_join
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
                self._connection.execute(insert(self._table), row)
        except IntegrityError:  # the unique id is the referee, also between two processes
            return False
        return True

    def hold(self, conversation_id: ConversationId, *, until: datetime, at_most: timedelta) -> None:
        """Put off what waits there and was not begun yet, but none for longer than `at_most` after it was sent."""
        table = self._table
        latest = table.c.sent_at + at_most.total_seconds()
        later = case((latest < until.timestamp(), latest), else_=until.timestamp())
        waits = and_(table.c.conversation_id == conversation_id, table.c.state == State.PENDING.value)
        untouched = and_(table.c.attempts == 0, table.c.due_at < later)
        self._connection.execute(update(table).where(waits, untouched).values(due_at=later))

    def lease_next(self, channel: str, now: datetime, lease: timedelta = LEASE) -> Delivery | None:
        """Claim the oldest due delivery that heads its conversation; one whose workers all died comes once, DEAD."""
        row = self._connection.execute(self._next_due(channel, now)).first()
        if row is None:
            return None
        delivery = _delivery(row).leased(now, lease)
        self._write(delivery)
        return delivery

    def lease_after(self, head: Delivery, now: datetime, *, within: timedelta) -> list[Delivery]:
        """Claim what was typed right after a leased head, each `within` that time of the one before it."""
        table, first = self._table, self._table.alias("head")
        place = select(first.c.sequence).where(first.c.message_id == head.message.id).scalar_subquery()
        waits = and_(table.c.conversation_id == head.message.conversation_id, table.c.state == State.PENDING.value)
        rows = self._connection.execute(
            select(table).where(waits, table.c.sequence > place, table.c.attempts == 0).order_by(table.c.sequence)
        )
        leased, last = [], head
        for delivery in map(_delivery, rows):
            if not may_join(delivery.message) or delivery.message.sent_at - last.message.sent_at > within:
                break
            leased.append(delivery.leased(now))
            last = delivery
        for delivery in leased:
            self._write(delivery)
        return leased

    def next_due(self, channel: str) -> datetime | None:
        """Return when the next head of a conversation comes due, or None when nothing waits."""
        table = self._table
        waits = and_(table.c.channel == channel, table.c.state == State.PENDING.value)
        found = self._connection.execute(select(func.min(table.c.due_at)).where(waits, ~self._has_earlier())).scalar()
        return None if found is None else datetime.fromtimestamp(found, UTC)

    def _has_earlier(self) -> Any:
        table, earlier = self._table, self._table.alias("earlier")
        return exists().where(
            and_(
                earlier.c.conversation_id == table.c.conversation_id,
                earlier.c.state == State.PENDING.value,
                earlier.c.sequence < table.c.sequence,
            )
        )

    def _next_due(self, channel: str, now: datetime) -> Any:
        table = self._table
        is_due = and_(
            table.c.channel == channel, table.c.state == State.PENDING.value, table.c.due_at <= now.timestamp()
        )
        return (
            select(table)
            .where(is_due, ~self._has_earlier())
            .order_by(table.c.sequence)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite ignores it: there writers wait for each other anyway
        )

    def save(self, leased: Delivery, after: Delivery) -> None:
        """Write back what became of a leased one. Raises: Conflict when the lease ran out and another worker has it."""
        table = self._table
        lease_is_ours = and_(table.c.attempts == leased.attempts, table.c.due_at == leased.due_at.timestamp())
        if not self._write(after, lease_is_ours):
            raise Conflict(f"message {leased.message.id} was taken over by another worker")

    def amend(self, message: Message) -> None:
        """Put the message in place of the one with its id: its files were fetched, its voice written down."""
        mine = self._table.c.message_id == message.id
        self._connection.execute(update(self._table).where(mine).values(body=dump(message)))

    def dead(self) -> list[Delivery]:
        """Return what was given up, oldest first."""
        is_dead = self._table.c.state == State.DEAD.value
        rows = self._connection.execute(select(self._table).where(is_dead).order_by(self._table.c.sequence))
        return [_delivery(row) for row in rows]

    def revive(self, message_id: str, now: datetime) -> Delivery:
        """Give a dead one its tries again. Raises: NotFound, Conflict."""
        found = self.get(message_id)
        if found is None:
            raise NotFound(f"there is no message {message_id} here")
        revived = found.revived(now)
        mine = self._table.c.message_id == message_id
        self._connection.execute(update(self._table).where(mine).values(_state(revived)))
        return revived

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
