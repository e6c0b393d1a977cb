"""The tables of articles being written; see store.tables."""

from sqlalchemy import Column, Float, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from store.tables import metadata

manuscripts = Table(
    "manuscripts",
    metadata,
    Column("slug", String(128), nullable=False),
    Column("language", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("live", Integer),
    Column("made_from", Integer),
    Column("changed_at", Float, nullable=False),
    Column("changed_by", String(64)),
    PrimaryKeyConstraint("slug", "language"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("slug", String(128), nullable=False),
    Column("language", String(16), nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("published_at", Float),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("slug", "language", "number"),
)

topics = Table(
    "topics",
    metadata,
    Column("slug", String(128), primary_key=True),
    Column("source", String(16), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("owner", String(64)),
    Column("review_by", String(10)),
)

moves = Table(
    "moves",
    metadata,
    Column("old", String(128), primary_key=True),
    Column("slug", String(128), nullable=False),
    Index("moves_slug", "slug"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("media_type", String(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("added_by", String(64), nullable=False),
    Column("added_at", Float, nullable=False),
)
