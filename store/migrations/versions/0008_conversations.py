"""The agents' list of conversations, their notes, and the words that are searched."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OPEN, _HELD = sa.text("urgency IS NOT NULL"), sa.text("taken_by IS NOT NULL")


def upgrade() -> None:
    """Make the tables; 0013 fills them from the event log, for it gives them what is written there today."""
    _make_conversations()
    _make_notes()
    _make_words()


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("shelf", sa.String(8), nullable=False),
        sa.Column("taken_by", sa.String(255)),
        sa.Column("urgency", sa.Integer),
        sa.Column("since", sa.Float),
        sa.Column("newest", sa.Float, nullable=False),
        sa.Column("snoozed_until", sa.Float),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("team", sa.String(64)),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("waiting_since", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
    )
    _index("newest", ["shelf", "newest", "conversation_id"])
    _index("open", ["urgency", "since", "conversation_id", "snoozed_until", "taken_by"], _OPEN)
    _index("taken", ["taken_by", "urgency", "since"], _HELD)


def _index(name: str, columns: list[str], where: sa.sql.elements.TextClause | None = None) -> None:
    op.create_index(f"conversations_{name}", "conversations", columns, sqlite_where=where, postgresql_where=where)


def _make_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("written_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("notes_conversation", "notes", ["conversation_id", "written_at"])


def _make_words() -> None:
    op.create_table(
        "words",
        sa.Column("source", sa.String(320), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("words", "notes", "conversations"):
        op.drop_table(table)
