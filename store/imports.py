"""What is kept of imports, in SQL."""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection

from store import import_tables as tables
from store.records import dump
from store.shelves import upsert
from support.errors import NotFound
from support.imports import Imported, Source


class SqlImportShelf:
    """See support.import_shelves.ImportShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, source: str) -> list[Imported]:
        """Return what came from it, by topic and language."""
        table = tables.imports
        query = select(table).where(table.c.source == source).order_by(table.c.topic, table.c.language)
        return [Imported(**row) for row in self._connection.execute(query).mappings()]

    def owners(self) -> dict[tuple[str, str], str]:
        """Return the source that each article came from, by slug and language."""
        table = tables.imports
        rows = self._connection.execute(select(table.c.slug, table.c.language, table.c.source))
        return {(row.slug, row.language): row.source for row in rows}

    def put(self, imported: Imported) -> None:
        """Insert or replace."""
        row = {field.name: getattr(imported, field.name) for field in fields(imported)}
        upsert(self._connection, tables.imports, row)

    def remove(self, imported: Imported) -> None:
        """Forget where it came from."""
        table = tables.imports
        own = and_(
            table.c.source == imported.source,
            table.c.topic == imported.topic,
            table.c.language == imported.language,
        )
        self._connection.execute(delete(table).where(own))

    def rename(self, slug: str, to: str) -> None:
        """Keep that our article is called otherwise now; what the source calls it stays."""
        table = tables.imports
        self._connection.execute(update(table).where(table.c.slug == slug).values(slug=to))


class SqlSourceShelf:
    """See support.import_shelves.SourceShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Source]:
        """Return every source, by name."""
        query = select(tables.sources.c.body).order_by(tables.sources.c.name)
        return [_source(json.loads(body)) for body in self._connection.execute(query).scalars()]

    def get(self, name: str) -> Source:
        """Raises: NotFound."""
        query = select(tables.sources.c.body).where(tables.sources.c.name == name)
        body = self._connection.execute(query).scalar()
        if body is None:
            raise NotFound(f"there is no source {name}; `./parley kb sources list` shows them")
        return _source(json.loads(body))

    def put(self, source: Source) -> None:
        """Insert or replace."""
        upsert(self._connection, tables.sources, {"name": source.name, "body": dump(source)})

    def remove(self, name: str) -> None:
        """Raises: NotFound."""
        self.get(name)
        self._connection.execute(delete(tables.sources).where(tables.sources.c.name == name))


def _source(row: dict[str, Any]) -> Source:
    times = {key: datetime.fromisoformat(row[key]) if row.get(key) else None for key in ("due_at", "ran_at")}
    return Source(**{**row, **times})
