"""What readers of the help centre say of its articles."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "votes",
        sa.Column("slug", sa.String(128), primary_key=True),
        sa.Column("language", sa.String(16), primary_key=True),
        sa.Column("reader", sa.String(64), primary_key=True),
        sa.Column("is_helpful", sa.Boolean, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("votes_at", "votes", ["at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("votes")
