"""Articles that look like one, in SQL."""

import json

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from store.asking_tables import twins as table
from support.errors import NotFound
from support.twins import Twin


class SqlTwinShelf:
    """See support.twins.TwinShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Twin]:
        """Return those that nobody has told apart: contradicting ones first, then the likest."""
        rows = self._connection.execute(select(table).where(table.c.is_apart.is_(False)))
        found = [
            Twin(
                language=row.language,
                one=row.one,
                other=row.other,
                likeness=row.likeness,
                differing=tuple(json.loads(row.differing)),
            )
            for row in rows
        ]
        return sorted(found, key=lambda twin: (not twin.differing, -twin.likeness, twin.language, twin.one, twin.other))

    def replace(self, twins: list[Twin]) -> None:
        """Put these in place of all that were found before; what was told apart stays so."""
        self._connection.execute(delete(table).where(table.c.is_apart.is_(False)))
        apart = {tuple(row) for row in self._connection.execute(select(table.c.language, table.c.one, table.c.other))}
        rows = [
            {
                "language": twin.language,
                "one": twin.one,
                "other": twin.other,
                "likeness": twin.likeness,
                "differing": json.dumps(twin.differing),
                "is_apart": False,
            }
            for twin in twins
            if (twin.language, twin.one, twin.other) not in apart
        ]
        if rows:
            self._connection.execute(insert(table), rows)

    def part(self, language: str, one: str, other: str) -> None:
        """Keep that they are two. Raises: NotFound."""
        own = (table.c.language == language, table.c.one == one, table.c.other == other)
        if not self._connection.execute(update(table).where(*own).values(is_apart=True)).rowcount:
            raise NotFound("there are no such two articles; reload the page")
