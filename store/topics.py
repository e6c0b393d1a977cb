"""What holds for an article in all languages, its old names and its images, in SQL."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Row

from store import writing_tables as tables
from store.shelves import upsert
from store.staff import moment
from support.errors import NotFound
from support.writing import Audience, Picture, Topic


class SqlTopicShelf:
    """See support.writing_shelves.TopicShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, slug: str) -> Topic | None:
        """Return it, None where nobody has said anything."""
        row = self._connection.execute(select(tables.topics).where(tables.topics.c.slug == slug)).first()
        return None if row is None else _topic(row)

    def all(self) -> list[Topic]:
        """Return every one, by slug."""
        return [_topic(row) for row in self._connection.execute(select(tables.topics).order_by(tables.topics.c.slug))]

    def put(self, topic: Topic) -> None:
        """Insert or replace."""
        row = {
            "slug": topic.slug,
            "source": topic.source,
            "audience": topic.audience.value,
            "owner": topic.owner,
            "review_by": None if topic.review_by is None else topic.review_by.isoformat(),
        }
        upsert(self._connection, tables.topics, row)

    def remove(self, slug: str) -> None:
        """Forget it."""
        self._connection.execute(delete(tables.topics).where(tables.topics.c.slug == slug))


class SqlMoveShelf:
    """See support.writing_shelves.MoveShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, old: str, slug: str) -> None:
        """Keep that `old` leads to `slug` now, and so does all that led to `old`."""
        table = tables.moves
        self._connection.execute(update(table).where(table.c.slug == old).values(slug=slug))
        upsert(self._connection, table, {"old": old, "slug": slug})
        self.remove(slug)

    def to(self, old: str) -> str | None:
        """Return the slug that an old one leads to, or None."""
        query = select(tables.moves.c.slug).where(tables.moves.c.old == old)
        found: str | None = self._connection.execute(query).scalar()
        return found

    def all(self) -> dict[str, str]:
        """Return every old slug with the one that it leads to."""
        return {row.old: row.slug for row in self._connection.execute(select(tables.moves))}

    def remove(self, old: str) -> None:
        """Forget it: there is an article of that name again."""
        self._connection.execute(delete(tables.moves).where(tables.moves.c.old == old))


class SqlPictureShelf:
    """See support.writing_shelves.PictureShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, picture: Picture) -> None:
        """Insert or replace."""
        row = {
            "key": picture.key,
            "media_type": picture.media_type,
            "name": picture.name,
            "added_by": picture.added_by,
            "added_at": picture.added_at.timestamp(),
        }
        upsert(self._connection, tables.pictures, row)

    def get(self, key: str) -> Picture:
        """Raises: NotFound."""
        row = self._connection.execute(select(tables.pictures).where(tables.pictures.c.key == key)).first()
        if row is None:
            raise NotFound("there is no such picture")
        return Picture(**dict(row._mapping) | {"added_at": moment(row.added_at)})

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that there are."""
        column = tables.pictures.c.key
        return set(self._connection.execute(select(column).where(column.in_(keys))).scalars()) if keys else set()


def _topic(row: Row) -> Topic:
    return Topic(
        slug=row.slug,
        source=row.source,
        audience=Audience(row.audience),
        owner=row.owner,
        review_by=None if row.review_by is None else date.fromisoformat(row.review_by),
    )
