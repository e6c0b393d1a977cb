"""Articles being written, in SQL."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from store import writing_tables as tables
from store.records import dump
from store.shelves import upsert
from store.staff import moment, stamp
from support.errors import Conflict, NotFound
from support.writing import Change, How, Manuscript, Revision, State, Words

_SHOWN = 200
"""Revisions of one article in its history; older ones are kept."""


class SqlManuscriptShelf:
    """See support.writing_shelves.ManuscriptShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, slug: str, language: str) -> Manuscript | None:
        """Return it, kept from all others for the time of a writing transaction; None where there is none."""
        query = select(tables.manuscripts).where(_is(tables.manuscripts, slug, language))
        if not self._connection.get_execution_options().get("reading"):
            query = query.with_for_update()
        row = self._connection.execute(query).first()
        return None if row is None else _manuscript(row)

    def get(self, slug: str, language: str) -> Manuscript:
        """Return it likewise. Raises: NotFound."""
        found = self.find(slug, language)
        if found is None:
            raise NotFound(f"there is no article {slug} in {language}")
        return found

    def of(self, slug: str) -> list[Manuscript]:
        """Return one article in all its languages."""
        table = tables.manuscripts
        rows = self._connection.execute(select(table).where(table.c.slug == slug).order_by(table.c.language))
        return [_manuscript(row) for row in rows]

    def all(self) -> list[Manuscript]:
        """Return every one, by slug and language."""
        table = tables.manuscripts
        return [_manuscript(row) for row in self._connection.execute(select(table).order_by(*table.primary_key))]

    def save(self, manuscript: Manuscript) -> None:
        """Insert or replace."""
        row = {
            "slug": manuscript.slug,
            "language": manuscript.language,
            "title": manuscript.title,
            "state": manuscript.state.value,
            "revision": manuscript.revision,
            "live": manuscript.live,
            "made_from": manuscript.made_from,
            "changed_at": manuscript.changed_at.timestamp(),
            "changed_by": manuscript.changed_by,
        }
        upsert(self._connection, tables.manuscripts, row)

    def add(self, revision: Revision) -> None:
        """Keep one more revision. Raises: Conflict where its number is taken."""
        row = {
            "slug": revision.slug,
            "language": revision.language,
            "number": revision.number,
            "at": revision.at.timestamp(),
            "published_at": stamp(revision.published_at),
            "body": dump(_Body(revision)),
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(tables.revisions).values(row))
        except IntegrityError as error:
            raise Conflict("somebody has saved this in the same moment; open it again") from error

    def revision(self, slug: str, language: str, number: int) -> Revision:
        """Raises: NotFound."""
        table = tables.revisions
        query = select(table).where(_is(table, slug, language), table.c.number == number)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound(f"there is no revision {number} of {slug} in {language}")
        return _revision(row)

    def revisions(self, slug: str, language: str, limit: int = _SHOWN) -> list[Revision]:
        """Return them, newest first."""
        table = tables.revisions
        query = select(table).where(_is(table, slug, language)).order_by(table.c.number.desc()).limit(limit)
        return [_revision(row) for row in self._connection.execute(query)]

    def note_published(self, slug: str, language: str, number: int, at: datetime) -> None:
        """Keep that customers were shown this revision."""
        table = tables.revisions
        own = and_(_is(table, slug, language), table.c.number == number)
        self._connection.execute(update(table).where(own).values(published_at=at.timestamp()))

    def rename(self, slug: str, to: str) -> None:
        """Give an article another slug, in all languages. Raises: Conflict where there is one of that name."""
        if self.of(to):
            raise Conflict(f"there is an article {to} already")
        for table in (tables.manuscripts, tables.revisions):
            self._connection.execute(update(table).where(table.c.slug == slug).values(slug=to))


class _Body(dict[str, Any]):
    """What stands in a revision's JSON: what nobody asks the database for."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(words=revision.words, how=revision.how, by=revision.by, change=revision.change)


def _manuscript(row: Row) -> Manuscript:
    return Manuscript(
        slug=row.slug,
        language=row.language,
        title=row.title,
        state=State(row.state),
        revision=row.revision,
        live=row.live,
        made_from=row.made_from,
        changed_at=moment(row.changed_at),
        changed_by=row.changed_by,
    )


def _revision(row: Row) -> Revision:
    body = json.loads(row.body)
    words, change = body["words"], body["change"]
    return Revision(
        slug=row.slug,
        language=row.language,
        number=row.number,
        words=Words(**words | {"questions": tuple(words["questions"]), "tags": tuple(words["tags"])}),
        how=How(body["how"]),
        at=moment(row.at),
        by=body["by"],
        change=Change(**change | {"parts": tuple(change["parts"])}),
        published_at=None if row.published_at is None else moment(row.published_at),
    )


def _is(table: Any, slug: str, language: str) -> ColumnElement:
    return and_(table.c.slug == slug, table.c.language == language)
