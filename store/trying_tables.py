"""The table of questions that articles are tested by; see store.tables."""

from sqlalchemy import Column, Float, Index, String, Table, Text

from store.tables import metadata

saved_questions = Table(
    "saved_questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("slug", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(16)),
    Column("expected", String(16), nullable=False),
    Column("added_by", String(64)),
    Column("added_at", Float, nullable=False),
    Index("saved_questions_slug", "slug", "added_at"),
)
