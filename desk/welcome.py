"""Who comes by a link chooses a password: the first admin, who was invited, who forgot theirs. The caller commits."""

from dataclasses import dataclass, replace
from datetime import datetime

from desk import audit, tokens
from desk.people import has_admin
from desk.sign_ins import open_sign_in
from desk.throttle import forgive
from support.contacts import mail_address
from support.errors import Conflict, NotFound, Refused
from support.passwords import accept
from support.ports import UnitOfWork
from support.staff import Account, Act, Invitation, Role, own_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom a link is for; None where it makes the first admin."""

    account: Account | None

    @property
    def email(self) -> str:
        """Return the address that is theirs already."""
        return self.account.email if self.account else ""

    @property
    def name(self) -> str:
        """Return what they are called so far."""
        return self.account.name if self.account else ""


def guest(uow: UnitOfWork, token: str, *, now: datetime) -> Guest:
    """Return whom the link is for. Raises: NotFound for one that was used, is too old, or never was."""
    invitation = _invitation(uow, token, now)
    account = None if invitation.account_id is None else uow.accounts.get(invitation.account_id)
    if (account is None and has_admin(uow)) or (account is not None and account.is_disabled):
        raise _gone()
    return Guest(account=account)


def check(host: Guest, *, email: str, name: str, password: str) -> None:
    """Raises: Refused, WeakPassword for what cannot be taken; before the password is hashed, which takes time."""
    address = host.email or mail_address(email)
    if address is None:
        raise Refused("this is no e-mail address")
    own_name(name)
    accept(password, email=address)


def join(
    uow: UnitOfWork, token: str, *, email: str, name: str, hash: str, browser: str, act: Act
) -> tuple[Account, str]:
    """Use the link, once, and sign in; whoever was signed in as them is so no more. Raises: NotFound, Conflict."""
    uow.accounts.keep_still()
    host = guest(uow, token, now=act.at)
    if not uow.invitations.use(tokens.digest(token)):
        raise _gone()
    before = host.account or _first_admin(uow, mail_address(email) or "", name, act)
    account = replace(before, name=own_name(name), joined_at=before.joined_at or act.at)
    uow.accounts.update(account)
    uow.accounts.set_password(account.id, hash)
    uow.sign_ins.end_all(account.id)
    forgive(uow, account.email)
    kind = "joined" if before.joined_at is None else "password_reset"
    own = replace(act, by=account.id)
    audit.note(uow, own, kind, about=account.id)
    return account, open_sign_in(uow, account, own, browser=browser)


def _first_admin(uow: UnitOfWork, email: str, name: str, act: Act) -> Account:
    known = uow.accounts.by_email(email)
    if known is not None:  # invited before there was an admin, or an admin no more
        return replace(known, roles=known.roles | {Role.ADMIN}, is_disabled=False)
    account = Account(id=tokens.new_id(), email=email, name=name, roles=frozenset({Role.ADMIN}), made_at=act.at)
    if not uow.accounts.add(account):
        raise Conflict(f"{email} has an account already")
    return account


def _invitation(uow: UnitOfWork, token: str, now: datetime) -> Invitation:
    found = uow.invitations.get(tokens.digest(token))
    if found is None or not found.is_live(now):
        raise _gone()
    return found


def _gone() -> NotFound:
    return NotFound("this link was used already, or is too old; ask for a new one")
