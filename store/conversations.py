"""The list of conversations and their notes in SQL."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, literal_column, select, text, tuple_
from sqlalchemy.engine import Connection

from store import tables
from store.finding import IS_OPEN, conditions, order_of, place_from
from store.records import conversation_from, dump, note_from
from store.statements import insert_once
from support.conversations import Conversation, Page, View, Wanted
from support.errors import NotFound
from support.messages import ConversationId
from support.notes import Note

_ROWS = tables.conversations
_WITH_BOT = select(func.count()).where(_ROWS.c.shelf == literal_column("'bot'"))
_KEEP_STILL = text("SELECT pg_advisory_xact_lock(1885434476, hashtext(:conversation_id))")
"""Taken before the log's lock, which comes last of all. Two numbers: none of the locks that have one."""


class SqlConversationShelf:
    """See support.shelves.ConversationShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_still(self, conversation_id: ConversationId) -> None:
        """Let nobody else hand this conversation over until this transaction ends."""
        if self._connection.dialect.name == "postgresql":  # SQLite's writers stand in line anyway
            self._connection.execute(_KEEP_STILL, {"conversation_id": conversation_id})

    def get(self, conversation_id: ConversationId) -> Conversation:
        """Raises: NotFound."""
        found = self.some([conversation_id])
        if not found:
            raise NotFound(f"there is no conversation {conversation_id}")
        return found[0]

    def some(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        """Return those of them that there are, newest first."""
        query = select(_ROWS.c.body).where(_ROWS.c.conversation_id.in_(conversation_ids))
        return _conversations(self._connection, query.order_by(_ROWS.c.newest))

    def page(self, wanted: Wanted, after: str | None, limit: int) -> Page:
        """Return the rows that follow `after`, in the order that is wanted. Raises: Refused for no place of ours."""
        order = order_of(wanted)
        query = select(_ROWS.c.body, *order).where(*conditions(wanted)).order_by(*order).limit(limit + 1)
        if after is not None:
            query = query.where(tuple_(*order) > tuple_(*place_from(after, order)))
        rows = self._connection.execute(query).all()
        shown = tuple(conversation_from(json.loads(row.body)) for row in rows[:limit])
        return Page(rows=shown, next=json.dumps(tuple(rows[limit - 1])[1:]) if len(rows) > limit else None)

    def counts(self, account_id: str, now: datetime) -> dict[str, int]:
        """Return how many there are in each view but the resolved ones, as this account sees them."""
        return self.counts_of([account_id], now)[account_id]

    def counts_of(self, account_ids: Sequence[str], now: datetime) -> dict[str, dict[str, int]]:
        """Return the same for each of several."""
        is_asleep = case((_ROWS.c.snoozed_until > now.timestamp(), 1), else_=0).label("is_asleep")
        groups = (_ROWS.c.taken_by, is_asleep)
        query = select(*groups, func.count().label("rows")).where(IS_OPEN).group_by(*groups)
        found = self._connection.execute(query).all()
        with_bot = self._connection.execute(_WITH_BOT).scalar() or 0
        awake = {row.taken_by: row.rows for row in found if not row.is_asleep}
        shared = {
            View.UNASSIGNED.value: awake.get(None, 0),
            View.ALL.value: sum(awake.values()),
            View.BOT.value: with_bot,
            View.SNOOZED.value: sum(row.rows for row in found if row.is_asleep),
        }
        return {id: {View.MINE.value: awake.get(id, 0), **shared} for id in account_ids}

    def waking(self, after: datetime, until: datetime) -> list[Conversation]:
        """Return what was snoozed until after the one time, and no longer than until the other."""
        is_due = and_(_ROWS.c.snoozed_until > after.timestamp(), _ROWS.c.snoozed_until <= until.timestamp())
        return _conversations(self._connection, select(_ROWS.c.body).where(IS_OPEN, is_due))


class SqlNoteShelf:
    """See support.shelves.NoteShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, note: Note) -> bool:
        """Keep it; False for an id we know already."""
        row = {
            "id": note.id,
            "conversation_id": note.conversation_id,
            "written_at": note.written_at.timestamp(),
            "body": dump(note),
        }
        return bool(self._connection.execute(insert_once(tables.notes, self._connection.dialect.name), row).rowcount)

    def of(self, conversation_ids: Sequence[ConversationId]) -> list[Note]:
        """Return the notes on these conversations, oldest first."""
        table = tables.notes
        query = select(table.c.body).where(table.c.conversation_id.in_(conversation_ids)).order_by(table.c.written_at)
        return [note_from(json.loads(body)) for body in self._connection.execute(query).scalars()]


def _conversations(connection: Connection, query: Any) -> list[Conversation]:
    return [conversation_from(json.loads(body)) for body in connection.execute(query).scalars()]
