"""What people were asked after a handoff, and what they answered, in SQL."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from store.routing import moment, seconds
from store.routing_tables import ratings
from store.shelves import upsert
from store.statements import insert_once
from support.messages import ConversationId
from support.surveys import Rating, Survey


class SqlRatingShelf:
    """See support.routing_shelves.RatingShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, rating: Rating) -> bool:
        """Keep a new one; False when this handoff's question was asked already."""
        statement = insert_once(ratings, self._connection.dialect.name)
        return bool(self._connection.execute(statement, _row(rating)).rowcount)

    def get(self, handoff_id: str) -> Rating | None:
        """Return a handoff's, or None."""
        found = self._select(ratings.c.handoff_id == handoff_id, ratings.c.asked_at)
        return found[0] if found else None

    def latest(self, conversation_id: ConversationId) -> Rating | None:
        """Return the one that was asked last in a conversation, or None."""
        found = self._select(ratings.c.conversation_id == conversation_id, ratings.c.asked_at.desc(), limit=1)
        return found[0] if found else None

    def of(self, conversation_ids: Collection[ConversationId]) -> list[Rating]:
        """Return those asked in these conversations, the latest first."""
        return self._select(ratings.c.conversation_id.in_(conversation_ids), ratings.c.asked_at.desc())

    def since(self, at: datetime) -> list[Rating]:
        """Return those asked from then on, oldest first."""
        return self._select(ratings.c.asked_at >= at.timestamp(), ratings.c.asked_at)

    def _select(self, condition: Any, order: Any, limit: int | None = None) -> list[Rating]:
        query = select(ratings).where(condition).order_by(order).limit(limit)
        return [_rating(row) for row in self._connection.execute(query)]

    def save(self, rating: Rating) -> None:
        """Write what became of it."""
        upsert(self._connection, ratings, _row(rating))


def _row(rating: Rating) -> dict[str, Any]:
    return {
        "handoff_id": rating.handoff_id,
        "conversation_id": rating.conversation_id,
        "agent": rating.agent,
        "team": rating.team,
        "survey": rating.survey.value,
        "asked_at": rating.asked_at.timestamp(),
        "score": rating.score,
        "scored_at": seconds(rating.scored_at),
        "words": rating.words,
    }


def _rating(row: Row) -> Rating:
    return Rating(
        handoff_id=row.handoff_id,
        conversation_id=ConversationId(row.conversation_id),
        agent=row.agent,
        team=row.team,
        survey=Survey(row.survey),
        asked_at=datetime.fromtimestamp(row.asked_at, UTC),
        score=row.score,
        scored_at=moment(row.scored_at),
        words=row.words,
    )
