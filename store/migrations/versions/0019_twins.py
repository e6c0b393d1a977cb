"""Articles that look like one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "twins",
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("one", sa.String(128), nullable=False),
        sa.Column("other", sa.String(128), nullable=False),
        sa.Column("likeness", sa.Float, nullable=False),
        sa.Column("differing", sa.Text, nullable=False),
        sa.Column("is_apart", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("language", "one", "other"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("twins")
