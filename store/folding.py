"""The list of conversations and the words to search, kept in step with the event log, in its transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
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


def fold_in(connection: Connection, events: Sequence[Event]) -> None:
    """Bring the list up to these events: one look-up and one write, however many there are."""
    dues = Dues(connection)
    if any(isinstance(event, TeamsChanged) for event in events):
        _write(connection, tables.conversations, [row_of(row, dues.of(row)) for row in _open(connection)])
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


def _open(connection: Connection) -> list[Conversation]:
    """Return what people hold: what they promised may be another team's promise now."""
    bodies = connection.execute(select(tables.conversations.c.body).where(tables.conversations.c.urgency.is_not(None)))
    return [conversation_from(json.loads(body)) for body in bodies.scalars()]


def _write(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert_or_replace(table, connection.dialect.name), rows)


def row_of(row: Conversation, due_at: datetime | None) -> dict[str, Any]:
    """Return a conversation as it is kept: what is asked for in columns, all of it in the body."""
    is_open = row.holder is not Holder.BOT
    waiting, snoozed = _stamp(row.waiting_since), _stamp(row.snoozed_until)
    since = _NOT_WAITING - row.last_at.timestamp() if waiting is None else waiting
    return {
        "conversation_id": row.conversation_id,
        "shelf": "open" if is_open else "bot" if row.resolved_at is None else "resolved",
        "taken_by": row.taken_by if is_open else None,
        "urgency": -row.priority if is_open else None,
        "since": since if is_open else None,
        "due": (_NOT_DUE + since if due_at is None else due_at.timestamp()) if is_open else None,
        "newest": -row.last_at.timestamp(),
        "snoozed_until": snoozed,
        "channel": row.channel,
        "language": row.language,
        "team": row.team,
        "labels": "".join(f"\n{label}\n" for label in row.labels),
        "waiting_since": waiting,
        "body": dump(row),
    }


def _stamp(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()
