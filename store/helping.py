"""What helps agents to write, in SQL."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from store import helping_tables as tables
from store.records import dump, mark_from, upload_from
from store.shelves import upsert
from store.staff import moment, stamp
from support.canned import Canned
from support.errors import Conflict, NotFound
from support.marks import Mark, MarkKind
from support.messages import ConversationId
from support.uploads import Upload

_MOST_MARKS = 500


class SqlCannedShelf:
    """See support.helping_shelves.CannedShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Canned:
        """Raises: NotFound."""
        row = self._connection.execute(select(tables.canned).where(tables.canned.c.id == id)).first()
        if row is None:
            raise NotFound("there is no such ready reply")
        return _canned(row)

    def of(self, account_id: str) -> list[Canned]:
        """Return everybody's and this account's, by code and language."""
        table = tables.canned
        query = select(table).where(table.c.owner.in_(["", account_id])).order_by(table.c.code, table.c.language)
        return [_canned(row) for row in self._connection.execute(query)]

    def put(self, canned: Canned) -> None:
        """Insert or replace. Raises: Conflict where its owner has another one of this code and language."""
        row = {
            "id": canned.id,
            "owner": canned.owner or "",
            "code": canned.code,
            "language": canned.language,
            "text": canned.text,
            "changed_at": canned.changed_at.timestamp(),
        }
        try:
            with self._connection.begin_nested():
                upsert(self._connection, tables.canned, row)
        except IntegrityError as error:
            raise Conflict(f"there is a reply {canned.code} in {canned.language} already; change that one") from error

    def remove(self, id: str) -> None:
        """Take it off the shelf."""
        self._connection.execute(delete(tables.canned).where(tables.canned.c.id == id))


class SqlMarkShelf:
    """See support.helping_shelves.MarkShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> Mark:
        """Raises: NotFound."""
        body = self._connection.execute(select(tables.marks.c.body).where(tables.marks.c.id == id)).scalar()
        if body is None:
            raise NotFound("there is no such mark")
        return mark_from(json.loads(body))

    def put(self, mark: Mark) -> None:
        """Insert or replace."""
        row = {
            "id": mark.id,
            "kind": mark.kind.value,
            "marked_at": mark.marked_at.timestamp(),
            "done_at": stamp(mark.done_at),
            "body": dump(mark),
        }
        upsert(self._connection, tables.marks, row)

    def all(self, kinds: Collection[MarkKind], *, done: bool = False, limit: int = _MOST_MARKS) -> list[Mark]:
        """Return those that wait for somebody, or those that are `done`, newest first."""
        table = tables.marks
        state = table.c.done_at.is_not(None) if done else table.c.done_at.is_(None)
        query = select(table.c.body).where(table.c.kind.in_([kind.value for kind in kinds]), state)
        found = self._connection.execute(query.order_by(table.c.marked_at.desc()).limit(limit)).scalars()
        return [mark_from(json.loads(body)) for body in found]


class SqlUploadShelf:
    """See support.helping_shelves.UploadShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, upload: Upload) -> None:
        """Insert or replace."""
        row = {
            "key": upload.file.key,
            "conversation_id": upload.conversation_id,
            "account_id": upload.account_id,
            "uploaded_at": upload.uploaded_at.timestamp(),
            "body": dump(upload),
        }
        upsert(self._connection, tables.uploads, row)

    def get(self, key: str, conversation_id: ConversationId, account_id: str) -> Upload:
        """Return the file where this account may send it in this conversation. Raises: NotFound."""
        column = tables.uploads.c
        own = (column.key == key, column.conversation_id == conversation_id, column.account_id == account_id)
        body = self._connection.execute(select(column.body).where(*own)).scalar()
        if body is None:
            raise NotFound("there is no such file; choose it again")
        return upload_from(json.loads(body))

    def forget(self, before: datetime) -> None:
        """Forget what was chosen long ago."""
        column = tables.uploads.c.uploaded_at
        self._connection.execute(delete(tables.uploads).where(column < before.timestamp()))


def _canned(row: Row) -> Canned:
    return Canned(
        id=row.id,
        code=row.code,
        language=row.language,
        text=row.text,
        owner=row.owner or None,
        changed_at=moment(row.changed_at),
    )
