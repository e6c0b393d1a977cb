"""The tables of teams and of what is watched over; see store.tables."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from store.tables import metadata

teams = Table(
    "teams",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

presences = Table(
    "presences",
    metadata,
    Column("agent", String(64), primary_key=True),
    Column("seen_at", Float, nullable=False),
    Column("is_busy", Boolean, nullable=False),
    Column("is_here", Boolean, nullable=False),
    Column("given_at", Float),
    Index("presences_here", "is_here", "seen_at"),
)

watches = Table(
    "watches",
    metadata,
    Column("handoff_id", String(64), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("team", String(64), nullable=False),
    Column("agent", String(255)),
    Column("priority", Integer, nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("due_at", Float),
    Column("body", Text, nullable=False),
    Index("watches_conversation", "conversation_id"),
    Index("watches_due", "due_at"),
    Index("watches_queue", "team", "agent", "priority", "opened_at"),
)

waits = Table(
    "waits",
    metadata,
    Column("handoff_id", String(64), primary_key=True),
    Column("team", String(64), nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Index("waits_team", "team", "opened_at"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("handoff_id", String(64), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("agent", String(255)),
    Column("team", String(64)),
    Column("survey", String(16), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("score", Integer),
    Column("scored_at", Float),
    Column("words", Text),
    Index("ratings_conversation", "conversation_id", "asked_at"),
    Index("ratings_asked", "asked_at"),
)

progress = Table(
    "progress",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("sequence", Integer, nullable=False),
)
