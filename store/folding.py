"""The list of conversations and the words to search, kept in step with the event log, in its transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from store import tables
from store.dues import Dues
from store.records import conversation_from, conversation_of, dump
from store.statements import insert_or_replace
from store.wording import entries
from support.conversations import Conversation, after
from support.events import Event, TeamsChanged
from support.handoffs import Holder

_NOT_WAITING = 1e11
"""Seconds: more than any time, so that those nobody waits in come last, the newest of them first."""

_NOT_DUE = 1e11
"""More than any time, too: those to whom nothing is promised come last, who waits longest first."""

_THESE = select(tables.conversations.c.conversation_id, tables.conversations.c.body).where(
    tables.conversations.c.conversation_id.in_(bindparam("these", expanding=True))
)

_MOVE = (
    update(tables.conversations)
    .where(tables.conversations.c.conversation_id == bindparam("at_id"))
    .values(due=bindparam("now_due"))
)


def fold_in(connection: Connection, events: Sequence[Event]) -> None:
    """Bring the list up to these events: one look-up and one write, however many there are."""
    dues = Dues(connection)
    if any(isinstance(event, TeamsChanged) for event in events):
        _move(connection, dues)
    told = [(conversation_id, event) for event in events if (conversation_id := conversation_of(event))]
    if not told:
        return
    before = _rows(connection, sorted({conversation_id for conversation_id, _ in told}))
    now = dict(before)
    for conversation_id, event in told:
        row = after(now.get(conversation_id), event)
        if row is not None:
            now[conversation_id] = row
    changed = {id: row for id, row in now.items() if row != before.get(id)}
    _write(connection, tables.conversations, [row_of(row, dues.of(row)) for row in changed.values()])
    _write(connection, tables.words, entries(events, before, changed))


def _rows(connection: Connection, ids: list[str]) -> dict[str, Conversation]:
    found = connection.execute(_THESE, {"these": ids})
    return {row.conversation_id: conversation_from(json.loads(row.body)) for row in found}


def _move(connection: Connection, dues: Dues) -> None:
    """Give what people hold the times that today's teams promise; only what is due then is another's."""
    table = tables.conversations
    rows = connection.execute(
        select(table.c.conversation_id, table.c.due, table.c.body).where(table.c.urgency.is_not(None))
    )
    found = ((row.conversation_id, row.due, conversation_from(json.loads(row.body))) for row in rows)
    told = [(id, before, _due(row, dues.of(row))) for id, before, row in found]
    changed = [{"at_id": id, "now_due": now} for id, before, now in told if now != before]
    if changed:
        connection.execute(_MOVE, changed)


def _write(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert_or_replace(table, connection.dialect.name), rows)


def row_of(row: Conversation, due_at: datetime | None) -> dict[str, Any]:
    """Return a conversation as it is kept: what is asked for in columns, all of it in the body."""
    is_open = row.holder is not Holder.BOT
    waiting, snoozed = _stamp(row.waiting_since), _stamp(row.snoozed_until)
    return {
        "conversation_id": row.conversation_id,
        "shelf": "open" if is_open else "bot" if row.resolved_at is None else "resolved",
        "taken_by": row.taken_by if is_open else None,
        "urgency": -row.priority if is_open else None,
        "since": _since(row) if is_open else None,
        "due": _due(row, due_at) if is_open else None,
        "newest": -row.last_at.timestamp(),
        "snoozed_until": snoozed,
        "channel": row.channel,
        "language": row.language,
        "team": row.team,
        "labels": "".join(f"\n{label}\n" for label in row.labels),
        "waiting_since": waiting,
        "body": dump(row),
    }


def _since(row: Conversation) -> float:
    return _NOT_WAITING - row.last_at.timestamp() if row.waiting_since is None else row.waiting_since.timestamp()


def _due(row: Conversation, due_at: datetime | None) -> float:
    return _NOT_DUE + _since(row) if due_at is None else due_at.timestamp()


def _stamp(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()
