"""Every table, in one picture; store/migrations brings a database here."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _box(name: str, longest_id: int = 255) -> Table:
    """A box keeps messages in the order they came; times are seconds since 1970, UTC."""
    pending, dead = text("state = 'pending'"), text("state = 'dead'")
    return Table(
        name,
        metadata,
        Column("sequence", Integer, primary_key=True, autoincrement=True),
        Column("message_id", String(255), nullable=False, unique=True),
        Column("conversation_id", String(longest_id), nullable=False),
        Column("channel", String(64), nullable=False),
        Column("due_at", Float, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("state", String(16), nullable=False),
        Column("fault", Text),
        Column("sent_at", Float, nullable=False),
        Column("body", Text, nullable=False),
        Index(f"{name}_conversation", "conversation_id", "sequence"),
        Index(f"{name}_due", "channel", "sequence", sqlite_where=pending, postgresql_where=pending),
        Index(f"{name}_next", "channel", "due_at", sqlite_where=pending, postgresql_where=pending),
        Index(f"{name}_head", "conversation_id", "sequence", sqlite_where=pending, postgresql_where=pending),
        Index(f"{name}_dead", "sequence", sqlite_where=dead, postgresql_where=dead),
        sqlite_autoincrement=True,
    )


inbox = _box("inbox")
outbox = _box("outbox")
errands = _box("errands", longest_id=320)  # the target's name stands before the conversation's id

threads = Table(
    "threads",
    metadata,
    Column("target", String(64), nullable=False),
    Column("handoff_id", String(64), nullable=False),
    Column("conversation_id", String(255), nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("external_id", String(255)),
    Column("holder", String(16), nullable=False),
    Column("is_closed_there", Boolean, nullable=False),
    Column("status_at", Float, nullable=False),
    PrimaryKeyConstraint("target", "handoff_id"),
    Index("threads_external", "target", "external_id"),
    Index("threads_conversation", "target", "conversation_id", "opened_at"),
)

bookmarks = Table(
    "bookmarks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("sequence", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(64), nullable=False),
    Column("conversation_id", String(255)),
    Column("body", Text, nullable=False),
    Index("events_conversation", "conversation_id", "sequence"),
    sqlite_autoincrement=True,
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("closed_at", Float),
    Column("body", Text, nullable=False),
    Index("handoffs_conversation", "conversation_id", "opened_at"),
)

_open, _held = text("urgency IS NOT NULL"), text("taken_by IS NOT NULL")

_open_order = ("urgency", "since", "conversation_id", "snoozed_until", "taken_by")
"""The last two only so that rows can be counted and passed over without being read."""
_due_order = ("due", "conversation_id", "snoozed_until", "taken_by")

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String(255), primary_key=True),
    Column("shelf", String(8), nullable=False),
    Column("taken_by", String(255)),
    Column("urgency", Integer),
    Column("since", Float),
    Column("due", Float),
    Column("newest", Float, nullable=False),
    Column("snoozed_until", Float),
    Column("channel", String(64), nullable=False),
    Column("language", String(16)),
    Column("team", String(64)),
    Column("labels", Text, nullable=False),
    Column("waiting_since", Float),
    Column("body", Text, nullable=False),
    Index("conversations_newest", "shelf", "newest", "conversation_id"),
    Index("conversations_open", *_open_order, sqlite_where=_open, postgresql_where=_open),
    Index("conversations_due", *_due_order, sqlite_where=_open, postgresql_where=_open),
    Index("conversations_taken", "taken_by", "urgency", "since", sqlite_where=_held, postgresql_where=_held),
)

notes = Table(
    "notes",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("written_at", Float, nullable=False),
    Column("body", Text, nullable=False),
    Index("notes_conversation", "conversation_id", "written_at"),
)

words = Table(
    "words",
    metadata,
    Column("source", String(320), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("text", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("slug", String(128), nullable=False),
    Column("language", String(16), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("slug", "language"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("slug", String(128), nullable=False),
    Column("language", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("encoder", String(128), nullable=False),
    Column("body", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    ForeignKeyConstraint(["slug", "language"], ["articles.slug", "articles.language"], ondelete="CASCADE"),
    Index("passages_article", "slug", "language", "position"),
)

confidences = Table(
    "confidences",
    metadata,
    Column("recipe", String(64), primary_key=True),
    Column("basis", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("place", Integer, nullable=False, server_default="0"),
)

orders = Table(
    "demo_orders",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("days", Integer, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("message_id", String(255), nullable=False),
    Column("number", Integer, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("external_id", String(255), nullable=False),
    PrimaryKeyConstraint("message_id", "number"),
    Index("parts_external", "channel", "external_id"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("channel", String(64), nullable=False),
    Column("external_id", String(255), nullable=False),
    Column("status", String(16), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("fault", Text),
    PrimaryKeyConstraint("channel", "external_id"),
)

_loose = text("loose_since IS NOT NULL")

media = Table(
    "media",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("media_type", String(128), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("loose_since", Float),
    Index("media_loose", "loose_since", sqlite_where=_loose, postgresql_where=_loose),
)

strays = Table(
    "strays",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(64), nullable=False),
    Column("came_at", Float, nullable=False),
    Column("body", Text, nullable=False),
    Column("fault", Text, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("conversation_id", String(255), primary_key=True),
    Column("contact_id", String(64), nullable=False),
    Column("met_at", Float, nullable=False),
    Column("name", Text),
    Column("phone", String(16)),
    Column("email", Text),
    Column("is_apart", Boolean, nullable=False),
    Column("left_email", Text),
    Index("identities_contact_id", "contact_id"),
    Index("identities_phone", "phone"),
    Index("identities_email", "email"),
)

trackers = Table(
    "trackers",
    metadata,
    Column("conversation_id", String(255), primary_key=True),
    Column("body", Text, nullable=False),
)
