"""The tables of those who work here; see store.tables."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from store.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(255), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("joined_at", Float),
    Column("password", Text),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Index("sign_ins_account", "account_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", String(64), ForeignKey("accounts.id")),
    Column("expires_at", Float, nullable=False),
    Column("made_by", String(64)),
    Index("invitations_account", "account_id"),
)

attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
    Index("sign_in_attempts_last", "last_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(64), nullable=False),
    Column("done_at", Float, nullable=False),
    Column("by", String(64)),
    Column("about", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("details", Text, nullable=False),
    Index("audit_by", "by", "number"),
    sqlite_autoincrement=True,
)
