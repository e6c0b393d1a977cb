"""Who is who on which channel."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "identities",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("contact_id", sa.String(64), nullable=False),
        sa.Column("met_at", sa.Float, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("phone", sa.String(16)),
        sa.Column("email", sa.Text),
        sa.Column("is_apart", sa.Boolean, nullable=False),
    )
    for column in ("contact_id", "phone", "email"):
        op.create_index(f"identities_{column}", "identities", [column])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("identities")
