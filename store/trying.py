"""The questions that articles are tested by, in SQL."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection, Row

from store.shelves import upsert
from store.staff import moment
from store.trying_tables import saved_questions as table
from support.errors import NotFound
from support.trying import Outcome, SavedQuestion


class SqlQuestionShelf:
    """See support.trying_shelves.QuestionShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, question: SavedQuestion) -> None:
        """Insert or replace."""
        row = {
            "id": question.id,
            "slug": question.slug,
            "text": question.text,
            "language": question.language,
            "expected": question.expected.value,
            "added_by": question.added_by,
            "added_at": question.added_at.timestamp(),
        }
        upsert(self._connection, table, row)

    def get(self, id: str) -> SavedQuestion:
        """Raises: NotFound."""
        row = self._connection.execute(select(table).where(table.c.id == id)).first()
        if row is None:
            raise NotFound("there is no such saved question; somebody may have removed it")
        return _question(row)

    def of(self, slug: str) -> list[SavedQuestion]:
        """Return an article's, oldest first."""
        query = select(table).where(table.c.slug == slug).order_by(table.c.added_at, table.c.id)
        return [_question(row) for row in self._connection.execute(query)]

    def first(self, slug: str | None, limit: int) -> list[SavedQuestion]:
        """Return those of all articles, this one's before the others, at most so many."""
        is_another = table.c.slug != (slug or "")
        query = select(table).order_by(is_another, table.c.slug, table.c.added_at, table.c.id).limit(limit)
        return [_question(row) for row in self._connection.execute(query)]

    def count(self) -> int:
        """Return how many there are."""
        return int(self._connection.execute(select(func.count()).select_from(table)).scalar() or 0)

    def remove(self, id: str) -> None:
        """Forget it."""
        self._connection.execute(delete(table).where(table.c.id == id))

    def rename(self, slug: str, to: str) -> None:
        """Have an article's questions follow it."""
        self._connection.execute(update(table).where(table.c.slug == slug).values(slug=to))


def _question(row: Row) -> SavedQuestion:
    return SavedQuestion(
        id=row.id,
        slug=row.slug,
        text=row.text,
        language=row.language,
        expected=Outcome(row.expected),
        added_by=row.added_by,
        added_at=moment(row.added_at),
    )
