"""What readers say of articles, in SQL."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Float, Index, String, Table, delete, func, select, update
from sqlalchemy.engine import Connection

from store.shelves import upsert
from store.tables import metadata
from support.votes import Vote, Votes

votes = Table(
    "votes",
    metadata,
    Column("slug", String(128), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("reader", String(64), primary_key=True),
    Column("is_helpful", Boolean, nullable=False),
    Column("at", Float, nullable=False),
    Index("votes_at", "at"),
)


class SqlVoteShelf:
    """See support.votes.VoteShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, vote: Vote) -> None:
        """Insert or replace."""
        row = {
            "slug": vote.slug,
            "language": vote.language,
            "reader": vote.reader,
            "is_helpful": vote.is_helpful,
            "at": vote.at.timestamp(),
        }
        upsert(self._connection, votes, row)

    def since(self, at: datetime) -> dict[tuple[str, str], Votes]:
        """Return the sums by slug and language."""
        names = (votes.c.slug, votes.c.language, votes.c.is_helpful)
        query = select(*names, func.count().label("count")).where(votes.c.at >= at.timestamp()).group_by(*names)
        found = self._connection.execute(query)
        counted = {(slug, language, bool(is_helpful)): count for slug, language, is_helpful, count in found}
        return {
            (slug, language): Votes(
                helpful=counted.get((slug, language, True), 0),
                unhelpful=counted.get((slug, language, False), 0),
            )
            for slug, language, _ in counted
        }

    def rename(self, slug: str, to: str) -> None:
        """Carry an article's votes to its new slug; what lay there was another article's."""
        self._connection.execute(delete(votes).where(votes.c.slug == to))
        self._connection.execute(update(votes).where(votes.c.slug == slug).values(slug=to))
