"""Questions that articles are tested by."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_questions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("slug", sa.String(128), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("expected", sa.String(16), nullable=False),
        sa.Column("added_by", sa.String(64)),
        sa.Column("added_at", sa.Float, nullable=False),
    )
    op.create_index("saved_questions_slug", "saved_questions", ["slug", "added_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("saved_questions")
