"""The list of conversations sorted by what is due next, filled anew: rows know of promises and left addresses now."""

import sqlalchemy as sa
from alembic import op

from store.rebuilding import rebuild

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OPEN = sa.text("urgency IS NOT NULL")
_ORDER = ["due", "conversation_id", "snoozed_until", "taken_by"]


def upgrade() -> None:
    """Add the column and its index, and fold the log again."""
    op.add_column("conversations", sa.Column("due", sa.Float))
    op.create_index("conversations_due", "conversations", _ORDER, sqlite_where=_OPEN, postgresql_where=_OPEN)
    rebuild(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    op.drop_index("conversations_due", "conversations")
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("due")
