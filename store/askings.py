"""Customers' questions and the gaps they show, in SQL."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql.elements import ColumnElement

from store import asking_tables as tables
from store.shelves import upsert
from store.staff import moment, stamp
from support.askings import Asking, Gap, GapState, Outcome
from support.errors import NotFound

_MOST = 50_000
_AT_ONCE = 500


class SqlAskingShelf:
    """See support.asking_shelves.AskingShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, asking: Asking) -> None:
        """Insert or replace."""
        row = {
            "id": asking.id,
            "conversation_id": asking.conversation_id,
            "asked_at": asking.asked_at.timestamp(),
            "language": asking.language,
            "outcome": asking.outcome.value,
            "first": asking.shown[0] if asking.shown else "",
            "gap": asking.gap,
            "body": json.dumps({"text": asking.text, "found": asking.found, "shown": asking.shown}, ensure_ascii=False),
        }
        upsert(self._connection, tables.askings, row)

    def latest(self, conversation_id: str) -> Asking | None:
        """Return the conversation's newest one."""
        found = self._newest(tables.askings.c.conversation_id == conversation_id, limit=1)
        return found[0] if found else None

    def since(self, since: datetime, outcomes: Collection[Outcome], limit: int = _MOST) -> list[Asking]:
        """Return those that ended so, newest first."""
        column = tables.askings.c
        wanted = (column.asked_at >= since.timestamp(), column.outcome.in_([each.value for each in outcomes]))
        return self._newest(*wanted, limit=limit)

    def sums(self, since: datetime, slugs: Collection[str]) -> list[tuple[str, Outcome, int]]:
        """Return how many ended how that each of these articles was shown for first."""
        column = tables.askings.c
        wanted = (column.asked_at >= since.timestamp(), column.first.in_(list(slugs)))
        counted = select(column.first, column.outcome, func.count()).where(*wanted)
        rows = self._connection.execute(counted.group_by(column.first, column.outcome)) if slugs else ()
        return [(slug, Outcome(outcome), count) for slug, outcome, count in rows]

    def of_gap(self, gap: str, limit: int = _MOST) -> list[Asking]:
        """Return a gap's, newest first."""
        return self._newest(tables.askings.c.gap == gap, limit=limit)

    def ungrouped(self, since: datetime, outcomes: Collection[Outcome], limit: int = _MOST) -> list[Asking]:
        """Return those that are in no gap yet, oldest first."""
        column = tables.askings.c
        ended = column.outcome.in_([each.value for each in outcomes])
        own = (column.gap.is_(None), column.asked_at >= since.timestamp(), ended)
        query = select(tables.askings).where(*own).order_by(column.asked_at, column.id).limit(limit)
        return [_asking(row) for row in self._connection.execute(query)]

    def group(self, ids: Sequence[str], gap: str) -> None:
        """Put them into a gap."""
        for start in range(0, len(ids), _AT_ONCE):
            these = tables.askings.c.id.in_(ids[start : start + _AT_ONCE])
            self._connection.execute(update(tables.askings).where(these).values(gap=gap))

    def forget(self, before: datetime) -> int:
        """Drop older ones; return how many."""
        old = tables.askings.c.asked_at < before.timestamp()
        return int(self._connection.execute(delete(tables.askings).where(old)).rowcount)

    def _newest(self, *wanted: ColumnElement, limit: int) -> list[Asking]:
        column = tables.askings.c
        query = select(tables.askings).where(*wanted).order_by(column.asked_at.desc(), column.id.desc()).limit(limit)
        return [_asking(row) for row in self._connection.execute(query)]


class SqlGapShelf:
    """See support.asking_shelves.GapShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Gap:
        """Raises: NotFound."""
        row = self._connection.execute(select(tables.gaps).where(tables.gaps.c.id == id)).first()
        if row is None:
            raise NotFound("there is no such gap; nobody may ask this any more")
        return _gap(row)

    def all(self) -> list[Gap]:
        """Return every one, by id."""
        return [_gap(row) for row in self._connection.execute(select(tables.gaps).order_by(tables.gaps.c.id))]

    def put(self, gap: Gap) -> None:
        """Insert or replace."""
        row = {
            "id": gap.id,
            "state": gap.state.value,
            "slug": gap.slug,
            "language": gap.language,
            "decided_by": gap.decided_by,
            "decided_at": stamp(gap.decided_at),
            "vector": gap.vector,
        }
        upsert(self._connection, tables.gaps, row)

    def forget_empty(self) -> int:
        """Drop those that nobody asks any more and nobody has decided on; return how many."""
        asked = exists().where(tables.askings.c.gap == tables.gaps.c.id)
        empty = (tables.gaps.c.state == GapState.OPEN.value, ~asked)
        return int(self._connection.execute(delete(tables.gaps).where(*empty)).rowcount)


def _asking(row: Row) -> Asking:
    body = json.loads(row.body)
    return Asking(
        id=row.id,
        conversation_id=row.conversation_id,
        text=body["text"],
        language=row.language,
        asked_at=moment(row.asked_at),
        outcome=Outcome(row.outcome),
        found=tuple(body["found"]),
        shown=tuple(body["shown"]),
        gap=row.gap,
    )


def _gap(row: Row) -> Gap:
    return Gap(
        id=row.id,
        vector=bytes(row.vector),
        state=GapState(row.state),
        slug=row.slug,
        language=row.language,
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else moment(row.decided_at),
    )
