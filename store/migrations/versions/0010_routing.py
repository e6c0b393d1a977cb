"""Teams, who is there, what is watched over, how long people waited, how it was."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = ("teams", "presences", "watches", "waits", "ratings", "progress")


def upgrade() -> None:
    """Make the tables; an e-mail address that a customer leaves for us goes beside what is verified."""
    op.create_table(
        "teams",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "presences",
        sa.Column("agent", sa.String(64), primary_key=True),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("is_busy", sa.Boolean, nullable=False),
        sa.Column("is_here", sa.Boolean, nullable=False),
        sa.Column("given_at", sa.Float),
    )
    op.create_index("presences_here", "presences", ["is_here", "seen_at"])
    _create_watches()
    _create_ratings()
    op.create_table(
        "progress",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.add_column("identities", sa.Column("left_email", sa.Text))


def _create_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("handoff_id", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("team", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(255)),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("due_at", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("watches_conversation", "watches", ["conversation_id"])
    op.create_index("watches_due", "watches", ["due_at"])
    op.create_index("watches_queue", "watches", ["team", "agent", "priority", "opened_at"])
    op.create_table(
        "waits",
        sa.Column("handoff_id", sa.String(64), primary_key=True),
        sa.Column("team", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
    )
    op.create_index("waits_team", "waits", ["team", "opened_at"])


def _create_ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("handoff_id", sa.String(64), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("agent", sa.String(255)),
        sa.Column("team", sa.String(64)),
        sa.Column("survey", sa.String(16), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("scored_at", sa.Float),
        sa.Column("words", sa.Text),
    )
    op.create_index("ratings_conversation", "ratings", ["conversation_id", "asked_at"])
    op.create_index("ratings_asked", "ratings", ["asked_at"])


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("identities") as identities:
        identities.drop_column("left_email")
    for name in reversed(_TABLES):
        op.drop_table(name)
