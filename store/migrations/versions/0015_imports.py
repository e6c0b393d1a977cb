"""Where imported articles came from, by the names they have there, and sources that are imported again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; what came from the folder is known there by its slug, or by the one it had before."""
    op.create_table(
        "imports",
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("topic", sa.String(500), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("slug", sa.String(128), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "topic", "language"),
    )
    op.create_index("imports_article", "imports", ["slug", "language"])
    op.create_table(
        "sources",
        sa.Column("name", sa.String(500), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    columns = "source, topic, language, slug, digest, mark"
    first = "COALESCE((SELECT MIN(moves.old) FROM moves WHERE moves.slug = origins.slug), slug)"
    op.execute(f"INSERT INTO imports ({columns}) SELECT source, {first}, language, slug, digest, '' FROM origins")
    op.drop_table("origins")


def downgrade() -> None:
    """Drop them, and keep of each article where it came from."""
    op.create_table(
        "origins",
        sa.Column("slug", sa.String(128), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("slug", "language"),
    )
    columns = "slug, language, source, digest"
    one = "SELECT slug, language, MIN(source), MIN(digest) FROM imports WHERE LENGTH(source) <= 255"
    op.execute(f"INSERT INTO origins ({columns}) {one} GROUP BY slug, language")
    for table in ("sources", "imports"):
        op.drop_table(table)
