"""What inboxes and outboxes ask of their tables, built once: building a statement costs more than running it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Float, Table, and_, bindparam, case, exists, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from support.deliveries import State

_PENDING = literal_column(f"'{State.PENDING.value}'")
"""As the partial indexes have it: with a parameter in its place a database would not use them."""


class BoxStatements:
    """One table's; parameters are named for what they hold, `at_` before those a condition looks at."""

    def __init__(self, table: Table, dialect: str) -> None:
        column = table.c
        self.put = insert_once(table, dialect)
        mine = and_(column.message_id == bindparam("at_id"), column.state == _PENDING)
        ours = and_(column.attempts == bindparam("at_attempts"), column.due_at == bindparam("at_due"))
        states = {name: bindparam(f"to_{name}") for name in ("due_at", "attempts", "state", "fault")}
        self.write = update(table).where(mine).values(states)
        self.write_leased = update(table).where(mine, ours).values(states)
        self.hold = _hold(table)
        self.next_due = select(func.min(column.due_at)).where(_heads(table))
        self.due_heads = (
            select(table)
            .where(_heads(table), column.due_at <= bindparam("at_now"))
            .order_by(column.sequence)
            .limit(bindparam("at_most"))
            .with_for_update(skip_locked=True)  # SQLite ignores it: there writers wait for each other anyway
        )
        self.after = _after(table)


@lru_cache(maxsize=8)
def box_statements(table: Table, dialect: str) -> BoxStatements:
    """Return the statements of a box."""
    return BoxStatements(table, dialect)


@lru_cache(maxsize=16)
def insert_once(table: Table, dialect: str) -> Any:
    """Return an insert that does nothing where a unique key is there already: the referee between two processes."""
    return (sqlite_insert if dialect == "sqlite" else postgresql_insert)(table).on_conflict_do_nothing()


def _heads(table: Table) -> Any:
    """Return the condition for a channel's pending messages with none before them in their conversation.

    Nor one after them that a worker has in hand: one that was dead and is tried again may come back beside it.
    """
    earlier, later = table.alias("earlier"), table.alias("later")
    is_before = and_(
        earlier.c.conversation_id == table.c.conversation_id,
        earlier.c.state == _PENDING,
        earlier.c.sequence < table.c.sequence,
    )
    is_in_hand = and_(
        later.c.conversation_id == table.c.conversation_id,
        later.c.state == _PENDING,
        later.c.sequence > table.c.sequence,
        later.c.attempts > 0,
        later.c.due_at > bindparam("at_now", type_=Float),
    )
    waits = and_(table.c.channel == bindparam("at_channel"), table.c.state == _PENDING)
    return and_(waits, ~exists().where(is_before), ~exists().where(is_in_hand))


def _hold(table: Table) -> Any:
    latest = table.c.sent_at + bindparam("at_most", type_=Float)
    until = bindparam("to_due", type_=Float)
    later = case((latest < until, latest), else_=until)
    waits = and_(table.c.conversation_id == bindparam("at_conversation"), table.c.state == _PENDING)
    return update(table).where(waits, table.c.attempts == 0, table.c.due_at < later).values(due_at=later)


def _after(table: Table) -> Any:
    """Return what waits after a message in its conversation and was not begun, in order."""
    first = table.alias("head")
    place = select(first.c.sequence).where(first.c.message_id == bindparam("at_id")).scalar_subquery()
    waits = and_(table.c.conversation_id == bindparam("at_conversation"), table.c.state == _PENDING)
    return select(table).where(waits, table.c.sequence > place, table.c.attempts == 0).order_by(table.c.sequence)
