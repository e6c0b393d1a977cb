"""Ready replies, what is to be learnt from answers, files that wait to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "canned",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False),
        sa.UniqueConstraint("owner", "code", "language", name="canned_code"),
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.String(320), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("marked_at", sa.Float, nullable=False),
        sa.Column("done_at", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("marks_marked", "marks", ["marked_at"])
    _make_uploads()


def _make_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("uploaded_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "conversation_id", "account_id"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("uploads", "marks", "canned"):
        op.drop_table(table)
