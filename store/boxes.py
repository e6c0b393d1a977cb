"""Inbox and outbox in SQL: unique ids, leases, conversations in order."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, select, update
from sqlalchemy.engine import Connection, Row

from store.records import dump, message_from
from store.statements import box_statements
from support.deliveries import Delivery, State
from support.errors import Conflict, NotFound
from support.mail import may_join
from support.messages import ConversationId, Message, channel_of
from support.ports import Rest

_MOST_AT_ONCE = 20
"""Messages read as one: after an outage hundreds may wait, and nobody asks a question in hundreds."""


class SqlBox:
    """A box over one table; see support.ports.Box."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._statements = box_statements(table, connection.dialect.name)

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
        return bool(self._connection.execute(self._statements.put, row).rowcount)

    def hold(self, conversation_id: ConversationId, *, until: datetime, at_most: timedelta) -> None:
        """Put off what waits there and was not begun yet, but none for longer than `at_most` after it was sent."""
        bound = {"at_conversation": conversation_id, "to_due": until.timestamp(), "at_most": at_most.total_seconds()}
        self._connection.execute(self._statements.hold, bound)

    def lease_next(self, channel: str, now: datetime) -> Delivery | None:
        """Claim the oldest due delivery that heads its conversation; one whose workers all died comes once, DEAD."""
        return next(iter(self.lease_heads(channel, now)), None)

    def lease_heads(
        self, channel: str, now: datetime, *, at_most: int = 1, rest: Rest = lambda _message: 0.0
    ) -> list[Delivery]:
        """Claim the oldest due deliveries that head their conversations; put off what `rest` says cannot begin yet."""
        heads = [(head, rest(head.message)) for head in self._due_heads(channel, now, at_most=at_most)]
        leased = [head.leased(now) for head, seconds in heads if not seconds]
        self._write(leased + [head.put_off(now, seconds) for head, seconds in heads if seconds])
        return leased

    def _due_heads(self, channel: str, now: datetime, *, at_most: int) -> list[Delivery]:
        bound = {"at_channel": channel, "at_now": now.timestamp(), "at_most": at_most}
        return list(map(_delivery, self._connection.execute(self._statements.due_heads, bound).all()))

    def _write(self, deliveries: Sequence[Delivery]) -> None:
        if deliveries:  # in one call: each takes its time while all other writers wait
            self._connection.execute(self._statements.write, [_written(delivery) for delivery in deliveries])

    def lease_after(self, head: Delivery, now: datetime, *, within: timedelta) -> list[Delivery]:
        """Claim what was typed right after a leased head, each `within` that time of the one before it."""
        conversation_id = head.message.conversation_id
        bound = {"at_id": head.message.id, "at_conversation": conversation_id, "at_most": _MOST_AT_ONCE}
        leased, last = [], head
        for delivery in map(_delivery, self._connection.execute(self._statements.after, bound).all()):
            if not may_join(delivery.message) or delivery.message.sent_at - last.message.sent_at > within:
                break
            leased.append(delivery.leased(now))
            last = delivery
        self._write(leased)
        return leased

    def next_due(self, channel: str, now: datetime) -> datetime | None:
        """Return when the next head of a conversation comes due (some past time if one is), None when none waits."""
        bound = {"at_channel": channel, "at_now": now.timestamp()}
        found = self._connection.execute(self._statements.next_due, bound).scalar()
        return None if found is None else datetime.fromtimestamp(found, UTC)

    def save(self, leased: Delivery, after: Delivery) -> None:
        """Write back what became of a leased one. Raises: Conflict when the lease ran out and another worker has it."""
        self.save_all([leased], [after])

    def save_all(self, leased: Sequence[Delivery], after: Sequence[Delivery]) -> None:
        """Write back what became of each. Raises: Conflict when another worker has one of them; then none counts."""
        rows = [
            _written(new) | {"at_attempts": old.attempts, "at_due": old.due_at.timestamp()}
            for old, new in zip(leased, after, strict=True)
        ]
        if self._connection.execute(self._statements.write_leased, rows).rowcount != len(rows):
            raise Conflict(f"message {leased[0].message.id} was taken over by another worker")

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
        mine = and_(self._table.c.message_id == message_id, self._table.c.state == State.DEAD.value)
        if not self._connection.execute(update(self._table).where(mine).values(_state(revived))).rowcount:
            raise Conflict(f"message {message_id} was brought back by somebody else just now")
        return revived

    def get(self, message_id: str) -> Delivery | None:
        """Return the delivery with this message, or None."""
        row = self._connection.execute(select(self._table).where(self._table.c.message_id == message_id)).first()
        return None if row is None else _delivery(row)

    def states(self, message_ids: Sequence[str]) -> dict[str, tuple[State, str | None]]:
        """Return how these deliveries stand, and why one was given up; those not here are left out."""
        table = self._table
        query = select(table.c.message_id, table.c.state, table.c.fault).where(table.c.message_id.in_(message_ids))
        return {row.message_id: (State(row.state), row.fault) for row in self._connection.execute(query)}

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


def _written(delivery: Delivery) -> dict[str, Any]:
    return {"at_id": delivery.message.id, **{f"to_{name}": value for name, value in _state(delivery).items()}}


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
