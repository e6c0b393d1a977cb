"""The tables of imports; see store.tables."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table, Text

from store.tables import metadata

imports = Table(
    "imports",
    metadata,
    Column("source", String(500), nullable=False),
    Column("topic", String(500), nullable=False),
    Column("language", String(16), nullable=False),
    Column("slug", String(128), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("mark", Text, nullable=False),
    PrimaryKeyConstraint("source", "topic", "language"),
    Index("imports_article", "slug", "language"),
)

sources = Table(
    "sources",
    metadata,
    Column("name", String(500), primary_key=True),
    Column("body", Text, nullable=False),
)
