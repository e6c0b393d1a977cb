"""Contacts in SQL: a contact is the identities that carry its id, and nothing besides."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, false, func, or_, select, text, update
from sqlalchemy.engine import Connection, Row

from store import tables
from store.statements import insert_once
from support.contacts import Contact, Identity
from support.errors import NotFound
from support.messages import ConversationId

_BY_CONVERSATION = select(tables.identities).where(tables.identities.c.conversation_id == bindparam("at_conversation"))

_KEEP_STILL = text("SELECT pg_advisory_xact_lock(1885434477)")  # the log's lock is the number before
"""Taken before the log's lock, which comes last of all: never the other way round."""


class SqlContactShelf:
    """See support.shelves.ContactShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def identity(self, conversation_id: ConversationId) -> Identity | None:
        """Return who holds this conversation, or None."""
        row = self._connection.execute(_BY_CONVERSATION, {"at_conversation": conversation_id}).first()
        return None if row is None else _identity(row)

    def add(self, identity: Identity) -> bool:
        """Keep a new one; False when it is known."""
        row = {
            "conversation_id": identity.conversation_id,
            "contact_id": identity.contact_id,
            "met_at": identity.met_at.timestamp(),
            "is_apart": identity.is_apart,
            **_told(identity),
        }
        statement = insert_once(tables.identities, self._connection.dialect.name)
        return bool(self._connection.execute(statement, row).rowcount)

    def update(self, identity: Identity) -> None:
        """Write what is known of it; whose it is stays."""
        table = tables.identities
        mine = table.c.conversation_id == identity.conversation_id
        self._connection.execute(update(table).where(mine).values(_told(identity)))

    def move(self, conversation_ids: Sequence[ConversationId], *, to: str, is_apart: bool) -> None:
        """Make these one contact's."""
        table = tables.identities
        these = table.c.conversation_id.in_(conversation_ids)
        self._connection.execute(update(table).where(these).values(contact_id=to, is_apart=is_apart))

    def get(self, contact_id: str) -> Contact:
        """Raises: NotFound."""
        found = self._contacts([contact_id])
        if not found:
            raise NotFound(f"there is no contact {contact_id}; `./parley contacts list` shows them")
        return found[0]

    def keep_still(self) -> None:
        """Let nobody else join or part contacts until this transaction ends."""
        # One lock for all, not one a claim: a batch of messages would take several, in any order. SQLite's writers
        # stand in line anyway.
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_KEEP_STILL)

    def claiming(self, phone: str | None, email: str | None) -> list[Contact]:
        """Return the contacts with this verified number or this verified address."""
        table = tables.identities
        claims = [table.c.phone == phone] * bool(phone) + [table.c.email == email] * bool(email)
        these = or_(false(), *claims)  # without any claim an empty or_() would be everybody
        return self._contacts(self._connection.execute(select(table.c.contact_id).where(these)).scalars())

    def latest(self, limit: int, *, strangers: bool = True) -> list[Contact]:
        """Return those met last, newest first; without `strangers` only those of whom something is known."""
        table = tables.identities
        newest = func.max(table.c.met_at).desc()
        ids = select(table.c.contact_id).group_by(table.c.contact_id).order_by(newest).limit(limit)
        if not strangers:
            known = func.max(func.coalesce(table.c.name, table.c.phone, table.c.email))
            ids = ids.having(or_(known.isnot(None), func.count() > 1))
        order = self._connection.execute(ids).scalars().all()
        return sorted(self._contacts(order), key=lambda contact: order.index(contact.id))

    def _contacts(self, ids: Iterable[str]) -> list[Contact]:
        table = tables.identities
        query = select(table).where(table.c.contact_id.in_(set(ids)))
        rows = self._connection.execute(query.order_by(table.c.contact_id, table.c.met_at, table.c.conversation_id))
        grouped = groupby(rows, key=lambda row: str(row.contact_id))
        return [Contact(id=id, identities=tuple(map(_identity, each))) for id, each in grouped]


def _told(identity: Identity) -> dict[str, Any]:
    return {"name": identity.name, "phone": identity.phone, "email": identity.email, "left_email": identity.left_email}


def _identity(row: Row) -> Identity:
    return Identity(
        conversation_id=ConversationId(row.conversation_id),
        contact_id=row.contact_id,
        met_at=datetime.fromtimestamp(row.met_at, UTC),
        name=row.name,
        phone=row.phone,
        email=row.email,
        is_apart=row.is_apart,
        left_email=row.left_email,
    )
