"""A file that was chosen and never sent is known for what it is, and can be dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of the files that are there nobody knows, so they stay."""
    op.add_column("media", sa.Column("loose_since", sa.Float))
    loose = sa.text("loose_since IS NOT NULL")
    op.create_index("media_loose", "media", ["loose_since"], sqlite_where=loose, postgresql_where=loose)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("media_loose", "media")
    op.drop_column("media", "loose_since")
