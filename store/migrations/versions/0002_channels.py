"""Channels that tell what became of a message: parts, receipts, media, strays, and an index over the dead."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    dead = sa.text("state = 'dead'")
    for box in ("inbox", "outbox"):
        op.create_index(f"{box}_dead", box, ["sequence"], sqlite_where=dead, postgresql_where=dead)
    _create_receipts()
    op.create_table(
        "media",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("media_type", sa.String(128), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "strays",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("came_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )


def _create_receipts() -> None:
    op.create_table(
        "parts",
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "number"),
    )
    op.create_index("parts_external", "parts", ["channel", "external_id"])
    op.create_table(
        "receipts",
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("fault", sa.Text),
        sa.PrimaryKeyConstraint("channel", "external_id"),
    )


def downgrade() -> None:
    """Drop them, the last made first."""
    for name in ("strays", "media", "receipts", "parts"):
        op.drop_table(name)
    for box in ("outbox", "inbox"):
        op.drop_index(f"{box}_dead", box)
