"""The event log in SQL: the only bell between processes."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Connection

from store import tables
from store.folding import fold_in
from store.records import conversation_of, dump, event_from
from support.events import Event
from support.messages import ConversationId
from support.ports import Logged

_LOG_LOCK = 0x7061726C  # any number nobody else uses for an advisory lock in this database
_APPEND = insert(tables.events)


class SqlEventLog:
    """See support.ports.EventLog."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, events: Sequence[Event]) -> None:
        """Note events at the end of the log, and bring the list of conversations up to them.

        The list is folded behind the lock, for what one commit makes of a row the next one goes on from.
        """
        if not events:
            return
        if self._connection.dialect.name == "postgresql":
            # Sequence numbers are handed out before commit: without the lock a reader could pass a smaller one by.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOG_LOCK})
        self._connection.execute(_APPEND, [_row(event) for event in events])
        fold_in(self._connection, events)

    def since(self, sequence: int, conversation_id: ConversationId | None = None, limit: int = 1000) -> list[Logged]:
        """Return what came after `sequence`, oldest first."""
        events = tables.events
        query: Any = select(events).where(events.c.sequence > sequence).order_by(events.c.sequence).limit(limit)
        if conversation_id is not None:
            query = query.where(events.c.conversation_id == conversation_id)
        rows = self._connection.execute(query)
        return [Logged(sequence=row.sequence, event=event_from(row.kind, row.body)) for row in rows]

    def of(self, conversation_ids: Sequence[ConversationId], kinds: Collection[str]) -> list[Logged]:
        """Return what of these kinds happened in these conversations, oldest first."""
        events = tables.events
        these = events.c.conversation_id.in_(conversation_ids) & events.c.kind.in_(kinds)
        rows = self._connection.execute(select(events).where(these).order_by(events.c.sequence))
        return [Logged(sequence=row.sequence, event=event_from(row.kind, row.body)) for row in rows]

    def conversations(self, after: int, until: int) -> set[ConversationId]:
        """Return the conversations in which something happened after `after`, up to `until`."""
        events = tables.events
        query = select(events.c.conversation_id).where(
            events.c.sequence > after, events.c.sequence <= until, events.c.conversation_id.is_not(None)
        )
        return set(self._connection.execute(query.distinct()).scalars())

    def kinds(self, after: int) -> set[str]:
        """Return the names of the events' types of which something happened after `after`."""
        events = tables.events
        query = select(events.c.kind).where(events.c.sequence > after)
        return set(self._connection.execute(query.distinct()).scalars())

    def of_kind(self, kind: str, after: int) -> list[Logged]:
        """Return the events of one type that came after `after`, oldest first."""
        events = tables.events
        these = (events.c.sequence > after) & (events.c.kind == kind)
        rows = self._connection.execute(select(events).where(these).order_by(events.c.sequence))
        return [Logged(sequence=row.sequence, event=event_from(row.kind, row.body)) for row in rows]

    def last(self) -> int:
        """Return the newest sequence, 0 when nothing happened yet."""
        return int(self._connection.execute(select(func.max(tables.events.c.sequence))).scalar() or 0)


def _row(event: Event) -> dict[str, Any]:
    return {"kind": type(event).__name__, "conversation_id": conversation_of(event), "body": dump(event)}
