"""The tables of customers' questions; see store.tables."""

from sqlalchemy import Boolean, Column, Float, Index, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from store.tables import metadata

askings = Table(
    "askings",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("language", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("first", String(128), nullable=False),  # the article that was shown first, "" for none
    Column("gap", String(64)),
    Column("body", Text, nullable=False),
    Index("askings_conversation", "conversation_id", "asked_at"),
    Index("askings_asked", "asked_at"),
    Index("askings_first", "first", "asked_at"),
    Index("askings_gap", "gap", "asked_at"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("slug", String(128)),
    Column("language", String(16)),
    Column("decided_by", String(64)),
    Column("decided_at", Float),
    Column("vector", LargeBinary, nullable=False),
)

twins = Table(
    "twins",
    metadata,
    Column("language", String(16), nullable=False),
    Column("one", String(128), nullable=False),
    Column("other", String(128), nullable=False),
    Column("likeness", Float, nullable=False),
    Column("differing", Text, nullable=False),
    Column("is_apart", Boolean, nullable=False),
    PrimaryKeyConstraint("language", "one", "other"),
)
