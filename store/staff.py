"""Accounts, sign-ins and invitations in SQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Row

from store import staff_tables as tables
from store.statements import insert_once
from support.errors import NotFound
from support.staff import Account, Invitation, Role, SignIn

_KEEP_STILL = text("SELECT pg_advisory_xact_lock(1885434478)")  # the contacts' lock is the number before
_BY_DIGEST = select(tables.sign_ins).where(tables.sign_ins.c.digest == bindparam("at_digest"))
_BY_ID = select(tables.accounts).where(tables.accounts.c.id == bindparam("at_id"))


def stamp(time: datetime | None) -> float | None:
    """Return a time as it is kept."""
    return None if time is None else time.timestamp()


def moment(seconds: float) -> datetime:
    """Return a kept time."""
    return datetime.fromtimestamp(seconds, UTC)


class SqlAccountShelf:
    """See support.staff_shelves.AccountShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_still(self) -> None:
        """Let nobody else change accounts until this transaction ends."""
        if self._connection.dialect.name == "postgresql":  # SQLite's writers stand in line anyway
            self._connection.execute(_KEEP_STILL)

    def get(self, account_id: str) -> Account:
        """Raises: NotFound."""
        found = self.find(account_id)
        if found is None:
            raise NotFound("there is no such account; `./parley staff list` shows them")
        return found

    def find(self, account_id: str) -> Account | None:
        """Return it, or None."""
        return _account(self._connection.execute(_BY_ID, {"at_id": account_id}).first())

    def by_email(self, email: str) -> Account | None:
        """Return whose address this is, or None."""
        query = select(tables.accounts).where(tables.accounts.c.email == email)
        return _account(self._connection.execute(query).first())

    def all(self) -> list[Account]:
        """Return everybody, by name."""
        rows = self._connection.execute(select(tables.accounts))
        found = [account for account in map(_account, rows) if account is not None]
        return sorted(found, key=lambda account: (account.name.casefold(), account.email))

    def add(self, account: Account) -> bool:
        """Keep a new one; False when the address is somebody's already."""
        row = {"id": account.id, "made_at": stamp(account.made_at), "password": None, **_changing(account)}
        statement = insert_once(tables.accounts, self._connection.dialect.name)
        return bool(self._connection.execute(statement, row).rowcount)

    def update(self, account: Account) -> None:
        """Write back what changed."""
        this = tables.accounts.c.id == account.id
        self._connection.execute(update(tables.accounts).where(this).values(_changing(account)))

    def password(self, account_id: str) -> str | None:
        """Return the password's hash, None while there is none."""
        query = select(tables.accounts.c.password).where(tables.accounts.c.id == account_id)
        hash: str | None = self._connection.execute(query).scalar()
        return hash

    def set_password(self, account_id: str, hash: str) -> None:
        """Put another hash in its place."""
        this = tables.accounts.c.id == account_id
        self._connection.execute(update(tables.accounts).where(this).values(password=hash))


class SqlSignInShelf:
    """See support.staff_shelves.SignInShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: str, sign_in: SignIn) -> None:
        """Keep a new one."""
        row = {
            "digest": digest,
            "id": sign_in.id,
            "account_id": sign_in.account_id,
            "opened_at": stamp(sign_in.opened_at),
            "seen_at": stamp(sign_in.seen_at),
            "address": sign_in.address,
            "browser": sign_in.browser,
        }
        self._connection.execute(insert(tables.sign_ins), row)

    def by_digest(self, digest: str) -> SignIn | None:
        """Return it, or None."""
        row = self._connection.execute(_BY_DIGEST, {"at_digest": digest}).first()
        return None if row is None else _sign_in(row)

    def update(self, sign_in: SignIn) -> None:
        """Write when it was seen."""
        table = tables.sign_ins
        seen = {"seen_at": stamp(sign_in.seen_at)}
        self._connection.execute(update(table).where(table.c.id == sign_in.id).values(seen))

    def of(self, account_id: str) -> list[SignIn]:
        """Return an account's, latest seen first."""
        table = tables.sign_ins
        query = select(table).where(table.c.account_id == account_id)
        return [_sign_in(row) for row in self._connection.execute(query.order_by(table.c.seen_at.desc(), table.c.id))]

    def end(self, account_id: str, sign_in_id: str) -> bool:
        """Forget one; False when this account has none of that id."""
        table = tables.sign_ins
        this = and_(table.c.account_id == account_id, table.c.id == sign_in_id)
        return bool(self._connection.execute(delete(table).where(this)).rowcount)

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """Forget an account's, except one, and return how many there were."""
        table = tables.sign_ins
        these = and_(table.c.account_id == account_id, table.c.id != (but or ""))
        return int(self._connection.execute(delete(table).where(these)).rowcount)

    def clear(self, *, seen_before: datetime, opened_before: datetime) -> None:
        """Forget those of old."""
        table = tables.sign_ins
        old = or_(table.c.seen_at < stamp(seen_before), table.c.opened_at < stamp(opened_before))
        self._connection.execute(delete(table).where(old))


class SqlInvitationShelf:
    """See support.staff_shelves.InvitationShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, digest: str, invitation: Invitation) -> None:
        """Keep it in place of all others of the same account."""
        self.forget(invitation.account_id)
        row = {
            "digest": digest,
            "account_id": invitation.account_id,
            "expires_at": stamp(invitation.expires_at),
            "made_by": invitation.made_by,
        }
        self._connection.execute(insert(tables.invitations), row)

    def get(self, digest: str) -> Invitation | None:
        """Return it, or None."""
        return self._first(tables.invitations.c.digest == digest)

    def use(self, digest: str) -> bool:
        """Forget it; False when somebody was faster."""
        this = tables.invitations.c.digest == digest
        return bool(self._connection.execute(delete(tables.invitations).where(this)).rowcount)

    def of(self, account_id: str) -> Invitation | None:
        """Return the one that waits for this account, or None."""
        return self._first(tables.invitations.c.account_id == account_id)

    def forget(self, account_id: str | None) -> None:
        """Forget those of an account, or the first admin's."""
        column = tables.invitations.c.account_id
        these = column.is_(None) if account_id is None else column == account_id
        self._connection.execute(delete(tables.invitations).where(these))

    def _first(self, condition: Any) -> Invitation | None:
        row = self._connection.execute(select(tables.invitations).where(condition)).first()
        if row is None:
            return None
        return Invitation(account_id=row.account_id, expires_at=moment(row.expires_at), made_by=row.made_by)


def _changing(account: Account) -> dict[str, Any]:
    return {
        "email": account.email,
        "name": account.name,
        "roles": ",".join(sorted(role.value for role in account.roles)),
        "languages": ",".join(account.languages),
        "is_disabled": account.is_disabled,
        "joined_at": stamp(account.joined_at),
    }


def _account(row: Row | None) -> Account | None:
    if row is None:
        return None
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=frozenset(Role(name) for name in row.roles.split(",") if name),
        made_at=moment(row.made_at),
        languages=tuple(filter(None, row.languages.split(","))),
        is_disabled=row.is_disabled,
        joined_at=None if row.joined_at is None else moment(row.joined_at),
    )


def _sign_in(row: Row) -> SignIn:
    return SignIn(
        id=row.id,
        account_id=row.account_id,
        opened_at=moment(row.opened_at),
        seen_at=moment(row.seen_at),
        address=row.address,
        browser=row.browser,
    )
