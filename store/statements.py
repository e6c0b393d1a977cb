"""What inboxes and outboxes ask of their tables, built once: building a statement costs more than running it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Float, Table, and_, bindparam, case, literal_column, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
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
        self.next_due = _next_due(table)
        self.due_heads = (
            select(table)
            # Along the times, as _next_due walks: what was put off lies behind, and is not looked at.
            .where(_heads(table), column.due_at <= bindparam("at_now", type_=Float))
            .order_by(column.due_at)
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
    return _as_text(_insert(table, dialect).on_conflict_do_nothing(), table, dialect)


@lru_cache(maxsize=32)
def insert_or_replace(table: Table, dialect: str, rising: str | None = None) -> Any:
    """Return an insert that replaces the row with its primary key, with `rising` only where that column rises."""
    statement = _insert(table, dialect)
    new = statement.excluded
    key = [column.name for column in table.primary_key]
    rest = {column.name: new[column.name] for column in table.columns if column.name not in key}
    is_more = None if rising is None else new[rising] > table.c[rising]
    replacing = statement.on_conflict_do_update(index_elements=key, set_=rest, where=is_more)
    return _as_text(replacing, table, dialect)


@lru_cache(maxsize=4)
def insert_or_clear(table: Table, dialect: str, column: str) -> Any:
    """Return an insert that where the key is there writes this column alone, and that only where it is not null."""
    statement = _insert(table, dialect)
    key, new = [each.name for each in table.primary_key], statement.excluded[column]
    is_set = table.c[column].is_not(None)
    writing = statement.on_conflict_do_update(index_elements=key, set_={column: new}, where=is_set)
    return _as_text(writing, table, dialect)


def _insert(table: Table, dialect: str) -> Any:
    return (sqlite_insert if dialect == "sqlite" else postgresql_insert)(table).inline()


def _as_text(statement: Any, table: Table, dialect: str) -> Any:
    """Return the statement as a text with every column to be bound, but a sequence that counts by itself.

    SQLAlchemy 1.4 keeps what it made of a text, and compiles an insert with ON CONFLICT anew for each row: a quarter
    of the time that taking a message in holds up all other writers.
    """
    bound = [column for column in table.columns if column.autoincrement is not True]
    module = sqlite if dialect == "sqlite" else postgresql
    compiled = statement.compile(dialect=module.dialect(paramstyle="named"), column_keys=[c.name for c in bound])
    return text(str(compiled)).bindparams(*(bindparam(column.name, type_=column.type) for column in bound))


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
    return and_(waits, ~_is_any(earlier, is_before), ~_is_any(later, is_in_hand))


def _is_any(rows: Any, condition: Any) -> Any:
    """Return whether a row is like that, looked up for each message by itself.

    Without the OFFSET, PostgreSQL would make a join of it, and read the whole table for the first one.
    """
    return select(rows.c.sequence).where(condition).offset(0).exists()


def _next_due(table: Table) -> Any:
    """Return when the first head comes due: a walk along the times, which ends at the first that is one."""
    return select(table.c.due_at).where(_heads(table)).order_by(table.c.due_at).limit(1)


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
    follows = and_(waits, table.c.sequence > place, table.c.attempts == 0)
    return select(table).where(follows).order_by(table.c.sequence).limit(bindparam("at_most"))
