"""What customers asked, and the gaps that shows."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "askings",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("first", sa.String(128), nullable=False),
        sa.Column("gap", sa.String(64)),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("askings_conversation", "askings", ["conversation_id", "asked_at"])
    op.create_index("askings_asked", "askings", ["asked_at"])
    op.create_index("askings_first", "askings", ["first", "asked_at"])
    op.create_index("askings_gap", "askings", ["gap", "asked_at"])
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("slug", sa.String(128)),
        sa.Column("language", sa.String(16)),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", sa.Float),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("gaps", "askings"):
        op.drop_table(table)
