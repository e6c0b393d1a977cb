"""Boxes, event log, handoffs, articles, passages, demo orders, trackers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    for name in ("inbox", "outbox"):
        _create_box(name)
    op.create_table(
        "events",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(255)),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_conversation", "events", ["conversation_id", "sequence"])
    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("closed_at", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("handoffs_conversation", "handoffs", ["conversation_id", "opened_at"])
    _create_knowledge_base()
    op.create_table(
        "demo_orders",
        sa.Column("number", sa.String(32), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
    )
    op.create_table(
        "trackers",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def _create_box(name: str) -> None:
    op.create_table(
        name,
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("message_id", sa.String(255), nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("fault", sa.Text),
        sa.Column("sent_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    pending = sa.text("state = 'pending'")
    op.create_index(f"{name}_conversation", name, ["conversation_id", "sequence"])
    for index, first in (("due", "channel"), ("head", "conversation_id")):
        op.create_index(f"{name}_{index}", name, [first, "sequence"], sqlite_where=pending, postgresql_where=pending)


def _create_knowledge_base() -> None:
    op.create_table(
        "articles",
        sa.Column("slug", sa.String(128), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("slug", "language"),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("slug", sa.String(128), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("encoder", sa.String(128), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["slug", "language"], ["articles.slug", "articles.language"], ondelete="CASCADE"),
    )
    op.create_index("passages_article", "passages", ["slug", "language", "position"])


def downgrade() -> None:
    """Drop the tables, the last made first."""
    for name in ("trackers", "demo_orders", "passages", "articles", "handoffs", "events", "outbox", "inbox"):
        op.drop_table(name)
