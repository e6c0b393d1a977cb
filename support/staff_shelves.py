"""What is kept of those who work here, as protocols; `store/` provides the shelves."""

from datetime import datetime
from typing import Protocol

from support.attempts import Attempts
from support.staff import Account, Deed, Invitation, SignIn


class AccountShelf(Protocol):
    """Accounts by id and by e-mail address."""

    def keep_still(self) -> None:
        """Let nobody else change accounts until this transaction ends: two admins could each remove the other."""

    def get(self, account_id: str) -> Account:
        """Raises: NotFound."""

    def find(self, account_id: str) -> Account | None:
        """Return it, or None: an id may be a name that is no account's."""

    def by_email(self, email: str) -> Account | None:
        """Return whose address this is, in `mail_address`'s spelling, or None."""

    def all(self) -> list[Account]:
        """Return everybody, by name."""

    def add(self, account: Account) -> bool:
        """Keep a new one; False when the address is somebody's already."""

    def update(self, account: Account) -> None:
        """Write back what changed."""

    def password(self, account_id: str) -> str | None:
        """Return the password's hash, None while there is none."""

    def set_password(self, account_id: str, hash: str) -> None:
        """Put another hash in its place."""


class SignInShelf(Protocol):
    """Who is signed in, by the digest of the token in their cookie."""

    def add(self, digest: str, sign_in: SignIn) -> None:
        """Keep a new one."""

    def by_digest(self, digest: str) -> SignIn | None:
        """Return it, or None."""

    def update(self, sign_in: SignIn) -> None:
        """Write when it was seen; one that was ended meanwhile stays ended."""

    def of(self, account_id: str) -> list[SignIn]:
        """Return an account's, latest seen first."""

    def end(self, account_id: str, sign_in_id: str) -> bool:
        """Forget one; False when this account has none of that id."""

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """Forget an account's, except one, and return how many there were."""

    def clear(self, *, seen_before: datetime, opened_before: datetime) -> None:
        """Forget those of old."""


class InvitationShelf(Protocol):
    """Links that wait to be used, by the digest of their token."""

    def put(self, digest: str, invitation: Invitation) -> None:
        """Keep it in place of all others of the same account."""

    def get(self, digest: str) -> Invitation | None:
        """Return it, or None."""

    def use(self, digest: str) -> bool:
        """Forget it; False when somebody was faster."""

    def of(self, account_id: str) -> Invitation | None:
        """Return the one that waits for this account, or None."""

    def forget(self, account_id: str | None) -> None:
        """Forget those of an account, or the first admin's."""


class AttemptShelf(Protocol):
    """Attempts to sign in that came to nothing, by whom they count for."""

    def get(self, key: str) -> Attempts:
        """Return them, kept from all others for the time of a writing transaction."""

    def put(self, key: str, attempts: Attempts) -> None:
        """Insert or replace."""

    def forget(self, key: str) -> None:
        """Forget them: who signed in begins anew."""

    def clear(self, before: datetime) -> None:
        """Forget those of old."""


class AuditShelf(Protocol):
    """Who did what, for as long as the operator says."""

    def add(self, deed: Deed) -> None:
        """Keep it; its number is given here."""

    def clear(self, before: datetime) -> int:
        """Drop what was done before, and return how much."""

    def latest(self, limit: int, *, before: int | None = None, by: str | None = None) -> list[Deed]:
        """Return the newest, newest first: those before a number, of one account."""
