"""Other desks that are told of handoffs: errands on their way, handoffs as they have them, how far the log is told."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _create_errands()
    _create_threads()
    op.create_table(
        "bookmarks",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
    )


def _create_errands() -> None:
    op.create_table(
        "errands",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("message_id", sa.String(255), nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(320), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("fault", sa.Text),
        sa.Column("sent_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    pending, dead = sa.text("state = 'pending'"), sa.text("state = 'dead'")
    op.create_index("errands_conversation", "errands", ["conversation_id", "sequence"])
    for name, columns, where in (
        ("errands_next", ["channel", "due_at"], pending),
        ("errands_due", ["channel", "sequence"], pending),
        ("errands_head", ["conversation_id", "sequence"], pending),
        ("errands_dead", ["sequence"], dead),
    ):
        op.create_index(name, "errands", columns, sqlite_where=where, postgresql_where=where)


def _create_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("handoff_id", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("external_id", sa.String(255)),
        sa.Column("holder", sa.String(16), nullable=False),
        sa.Column("is_closed_there", sa.Boolean, nullable=False),
        sa.Column("status_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("target", "handoff_id"),
    )
    op.create_index("threads_external", "threads", ["target", "external_id"])
    op.create_index("threads_conversation", "threads", ["target", "conversation_id", "opened_at"])


def downgrade() -> None:
    """Drop them, the last made first."""
    for name in ("bookmarks", "threads", "errands"):
        op.drop_table(name)
