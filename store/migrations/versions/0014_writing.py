"""Articles being written: where each stands, its revisions, where it came from. What is there was imported."""

import json
import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BATCH = 500


def upgrade() -> None:
    """Make the tables, and a first revision of each article."""
    manuscripts = op.create_table(
        "manuscripts",
        *_name(),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("live", sa.Integer),
        sa.Column("made_from", sa.Integer),
        sa.Column("changed_at", sa.Float, nullable=False),
        sa.Column("changed_by", sa.String(64)),
        sa.PrimaryKeyConstraint("slug", "language"),
    )
    revisions = op.create_table(
        "revisions",
        *_name(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("published_at", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("slug", "language", "number"),
    )
    origins = op.create_table(
        "origins",
        *_name(),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("slug", "language"),
    )
    _make_others()
    _take_in(manuscripts, revisions, origins)


def _name() -> Iterator[sa.Column]:
    yield sa.Column("slug", sa.String(128), nullable=False)
    yield sa.Column("language", sa.String(16), nullable=False)


def _make_others() -> None:
    op.create_table(
        "topics",
        sa.Column("slug", sa.String(128), primary_key=True),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("review_by", sa.String(10)),
    )
    op.create_table(
        "moves",
        sa.Column("old", sa.String(128), primary_key=True),
        sa.Column("slug", sa.String(128), nullable=False),
    )
    op.create_index("moves_slug", "moves", ["slug"])
    op.create_table(
        "pictures",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("media_type", sa.String(128), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_at", sa.Float, nullable=False),
    )


def _take_in(manuscripts: sa.Table, revisions: sa.Table, origins: sa.Table) -> None:
    """Until now all articles came from the folder."""
    connection, now = op.get_bind(), time.time()
    found = connection.execute(sa.text("SELECT slug, language, body FROM articles ORDER BY slug, language")).all()
    for start in range(0, len(found), _BATCH):
        rows = [_read(row, now) for row in found[start : start + _BATCH]]
        for table, place in ((manuscripts, 0), (revisions, 1), (origins, 2)):
            connection.execute(table.insert(), [row[place] for row in rows])


def _read(row: Any, now: float) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    name, article = {"slug": row.slug, "language": row.language}, json.loads(row.body)
    words = {part: article[part] for part in ("title", "body", "questions", "tags")}
    change = {"parts": [], "more": 0, "fewer": 0}
    body = json.dumps({"words": words, "how": "imported", "by": None, "change": change}, ensure_ascii=False)
    stands = {"title": article["title"], "state": "published", "revision": 1, "live": 1, "changed_at": now}
    return (
        name | stands,
        name | {"number": 1, "at": now, "published_at": now, "body": body},
        name | {"source": "folder", "digest": ""},
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("pictures", "moves", "topics", "origins", "revisions", "manuscripts"):
        op.drop_table(table)
