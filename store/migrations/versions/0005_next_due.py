"""When something comes due is looked up, however much waits."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BOXES = ("inbox", "outbox")


def upgrade() -> None:
    """Make an index for each box."""
    pending = sa.text("state = 'pending'")
    for box in _BOXES:
        columns = ["channel", "due_at"]
        op.create_index(f"{box}_next", box, columns, sqlite_where=pending, postgresql_where=pending)


def downgrade() -> None:
    """Drop them."""
    for box in _BOXES:
        op.drop_index(f"{box}_next", box)
