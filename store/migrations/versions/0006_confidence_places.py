"""In which order confidences were fitted, so that old ones can go."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; those that are there come before all that follow."""
    op.add_column("confidences", sa.Column("place", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("confidences") as table:
        table.drop_column("place")
