"""Teams, who is there, and what is watched over, in SQL."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.engine import Connection, Row

from store import routing_tables as tables
from store.records import dump
from store.shelves import upsert
from store.statements import insert_once
from store.team_records import team_of, watch_from
from support.messages import ConversationId
from support.routing_shelves import Here
from support.teams import SUPPORT, Team
from support.watches import Watch

_KEEP_STILL = text("SELECT pg_advisory_xact_lock(1885434479)")
"""The accounts' lock is the number before."""


class SqlTeamShelf:
    """See support.routing_shelves.TeamShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Team]:
        """Return them in their order; at least one."""
        bodies = self._connection.execute(select(tables.teams.c.body).order_by(tables.teams.c.place)).scalars()
        return list(map(team_of, bodies)) or [SUPPORT]

    def keep_still(self) -> None:
        """Let nobody else change teams until this transaction ends."""
        if self._connection.dialect.name == "postgresql":  # SQLite's writers stand in line anyway
            self._connection.execute(_KEEP_STILL)

    def replace_all(self, teams: Sequence[Team]) -> None:
        """Put these in place of all."""
        self._connection.execute(delete(tables.teams))
        rows = [{"id": team.id, "place": place, "body": dump(team)} for place, team in enumerate(teams)]
        if rows:
            self._connection.execute(insert(tables.teams), rows)


class SqlPresenceShelf:
    """See support.routing_shelves.PresenceShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, agent: str) -> Here | None:
        """Return what is known of one, or None."""
        found = self._select(tables.presences.c.agent == agent)
        return found[0] if found else None

    def all(self) -> list[Here]:
        """Return everybody who was ever there."""
        return self._select()

    def here(self) -> list[Here]:
        """Return those who were last told to be there, longest unheard of first."""
        return self._select(tables.presences.c.is_here.is_(True))

    def _select(self, *conditions: Any) -> list[Here]:
        query = select(tables.presences).where(*conditions).order_by(tables.presences.c.seen_at)
        return [_here(row) for row in self._connection.execute(query)]

    def save(self, here: Here) -> None:
        """Insert or replace."""
        row = {
            "agent": here.agent,
            "seen_at": here.seen_at.timestamp(),
            "is_busy": here.is_busy,
            "is_here": here.is_here,
            "given_at": seconds(here.given_at),
        }
        upsert(self._connection, tables.presences, row)


def _here(row: Row) -> Here:
    return Here(
        agent=row.agent,
        seen_at=datetime.fromtimestamp(row.seen_at, UTC),
        is_busy=row.is_busy,
        is_here=row.is_here,
        given_at=moment(row.given_at),
    )


class SqlWatchShelf:
    """See support.routing_shelves.WatchShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, handoff_id: str) -> Watch | None:
        """Return it, or None."""
        found = self._select(tables.watches.c.handoff_id == handoff_id)
        return found[0] if found else None

    def of(self, conversation_ids: Collection[ConversationId]) -> list[Watch]:
        """Return those over these conversations."""
        return self._select(tables.watches.c.conversation_id.in_(conversation_ids)) if conversation_ids else []

    def of_agent(self, agent: str) -> list[Watch]:
        """Return those that an agent holds."""
        return self._select(tables.watches.c.agent == agent)

    def all(self) -> list[Watch]:
        """Return every one."""
        return self._select()

    def queue(self, team: str, limit: int) -> list[Watch]:
        """Return what nobody of a team has taken, the most urgent first, then who waits longest."""
        table = tables.watches
        waits = (table.c.team == team, table.c.agent.is_(None))
        return self._select(*waits, order=(table.c.priority.desc(), table.c.opened_at), limit=limit)

    def held(self) -> dict[str, int]:
        """Return how many each agent holds."""
        table = tables.watches
        query = select(table.c.agent, func.count()).where(table.c.agent.is_not(None)).group_by(table.c.agent)
        return {agent: int(count) for agent, count in self._connection.execute(query)}

    def due(self, now: datetime, limit: int) -> list[Watch]:
        """Return what must be looked at now, the longest overdue first."""
        at = tables.watches.c.due_at
        return self._select(at <= now.timestamp(), order=(at,), limit=limit)

    def next_due(self) -> datetime | None:
        """Return when one must be looked at next, or None."""
        return moment(self._connection.execute(select(func.min(tables.watches.c.due_at))).scalar())

    def _select(self, *conditions: Any, order: tuple[Any, ...] = (), limit: int | None = None) -> list[Watch]:
        first = order or (tables.watches.c.opened_at,)
        query = select(tables.watches.c.body).where(*conditions).order_by(*first).limit(limit)
        return [watch_from(json.loads(body)) for body in self._connection.execute(query).scalars()]

    def save(self, watch: Watch, due_at: datetime | None) -> None:
        """Insert or replace."""
        row = {
            "handoff_id": watch.handoff_id,
            "conversation_id": watch.conversation_id,
            "team": watch.team,
            "agent": watch.agent,
            "priority": watch.priority,
            "opened_at": watch.opened_at.timestamp(),
            "due_at": seconds(due_at),
            "body": dump(watch),
        }
        upsert(self._connection, tables.watches, row)

    def remove(self, handoff_id: str) -> None:
        """Forget it, if there is one."""
        self._connection.execute(delete(tables.watches).where(tables.watches.c.handoff_id == handoff_id))


class SqlWaitShelf:
    """See support.routing_shelves.WaitShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, handoff_id: str, team: str, opened_at: datetime, seconds: float) -> None:
        """Keep it, the first time."""
        row = {"handoff_id": handoff_id, "team": team, "opened_at": opened_at.timestamp(), "seconds": seconds}
        self._connection.execute(insert_once(tables.waits, self._connection.dialect.name), row)

    def latest(self, team: str, limit: int) -> list[tuple[datetime, float]]:
        """Return since when and how many seconds, the latest first."""
        table = tables.waits
        query = select(table.c.opened_at, table.c.seconds).where(table.c.team == team)
        rows = self._connection.execute(query.order_by(table.c.opened_at.desc()).limit(limit))
        return [(datetime.fromtimestamp(row.opened_at, UTC), row.seconds) for row in rows]


class SqlProgressShelf:
    """See support.routing_shelves.ProgressShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> int | None:
        """Return the sequence, None at the very first time; in a writing transaction it is kept from all others."""
        query = select(tables.progress.c.sequence).where(tables.progress.c.name == name)
        if not self._connection.get_execution_options().get("reading"):
            query = query.with_for_update()  # two routers, one of which lost its lock: the second waits, and sees
        found: int | None = self._connection.execute(query).scalar()
        return found

    def put(self, name: str, sequence: int) -> None:
        """Insert or replace."""
        upsert(self._connection, tables.progress, {"name": name, "sequence": sequence})


def seconds(at: datetime | None) -> float | None:
    """Return a time as it is kept."""
    return None if at is None else at.timestamp()


def moment(at: float | None) -> datetime | None:
    """Return a time as it was kept."""
    return None if at is None else datetime.fromtimestamp(at, UTC)
