"""The tables of what helps agents to write; see store.tables."""

from sqlalchemy import Column, Float, Index, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from store.tables import metadata

canned = Table(
    "canned",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),  # "" for everybody's: of two NULLs neither is the other's double
    Column("code", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("changed_at", Float, nullable=False),
    UniqueConstraint("owner", "code", "language", name="canned_code"),
)

marks = Table(
    "marks",
    metadata,
    Column("id", String(320), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("marked_at", Float, nullable=False),
    Column("done_at", Float),
    Column("body", Text, nullable=False),
    Index("marks_marked", "marked_at"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("key", String(64), nullable=False),
    Column("conversation_id", String(255), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("uploaded_at", Float, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("key", "conversation_id", "account_id"),
)
