"""Those who work here: invited, changed, disabled; the links that let them choose a password. The caller commits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desk import audit, tokens
from support.contacts import mail_address
from support.errors import Conflict, NotFound, Refused
from support.ports import UnitOfWork
from support.staff import INVITATION_LASTS, Account, Act, Invitation, Role, own_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an admin decides about somebody."""

    name: str
    roles: frozenset[Role]
    languages: tuple[str, ...] = ()


def has_admin(uow: UnitOfWork) -> bool:
    """Whether somebody may do everything."""
    return any(account.is_admin for account in uow.accounts.all())


def first_link(uow: UnitOfWork, act: Act) -> str:
    """Return the token of a link that makes the first admin, in place of those before. Raises: Conflict."""
    uow.accounts.keep_still()
    if has_admin(uow):
        raise Conflict("there is an admin already; `./parley staff reset EMAIL` makes a link to a new password")
    return _link(uow, None, act)


def invite(uow: UnitOfWork, email: str, profile: Profile, act: Act) -> tuple[Account, str]:
    """Make an account and return the token of its link. Raises: Refused, Conflict for an address that has one."""
    address = mail_address(email)
    if address is None:
        raise Refused("this is no e-mail address")
    account = Account(id=tokens.new_id(), email=address, made_at=act.at, **_checked(profile))
    if not uow.accounts.add(account):
        raise Conflict(f"{address} has an account already")
    audit.note(uow, act, "invited", about=account.id, details={"email": address, "roles": _names(account.roles)})
    return account, _link(uow, account.id, act)


def reset(uow: UnitOfWork, account_id: str, act: Act) -> str:
    """Return the token of a link to a new password; the old one counts until it is used. Raises: Conflict."""
    account = uow.accounts.get(account_id)
    if account.is_disabled:
        raise Conflict(f"{account.email} is disabled; enable the account first")
    audit.note(uow, act, "link_made", about=account.id)
    return _link(uow, account.id, act)


def change(uow: UnitOfWork, account_id: str, profile: Profile, act: Act) -> Account:
    """Give somebody another name, other roles, other languages. Raises: Refused, Conflict for the last admin."""
    uow.accounts.keep_still()
    before = uow.accounts.get(account_id)
    account = replace(before, **_checked(profile))
    _save(uow, before, account)
    if account.roles != before.roles:
        told = {"before": _names(before.roles), "after": _names(account.roles)}
        audit.note(uow, act, "roles_changed", about=account.id, details=told)
    elif account != before:
        audit.note(uow, act, "profile_changed", about=account.id)
    return account


def rename(uow: UnitOfWork, account_id: str, name: str, act: Act) -> Account:
    """Give somebody the name they want. Raises: Refused."""
    uow.accounts.keep_still()
    now = uow.accounts.get(account_id)
    return change(uow, account_id, Profile(name=name, roles=now.roles, languages=now.languages), act)


def disable(uow: UnitOfWork, account_id: str, act: Act) -> Account:
    """Let somebody in no more: they are signed out, their links lead nowhere. Raises: Conflict for the last admin."""
    uow.accounts.keep_still()
    before = uow.accounts.get(account_id)
    account = replace(before, is_disabled=True)
    _save(uow, before, account)
    uow.sign_ins.end_all(account_id)
    uow.invitations.forget(account_id)
    if account != before:
        audit.note(uow, act, "disabled", about=account_id)
    return account


def enable(uow: UnitOfWork, account_id: str, act: Act) -> Account:
    """Let somebody in again, with the password they had."""
    uow.accounts.keep_still()
    before = uow.accounts.get(account_id)
    account = replace(before, is_disabled=False)
    uow.accounts.update(account)
    if account != before:
        audit.note(uow, act, "enabled", about=account_id)
    return account


def by_email(uow: UnitOfWork, email: str) -> Account:
    """Return whose address this is. Raises: NotFound."""
    found = uow.accounts.by_email(mail_address(email) or "")
    if found is None:
        raise NotFound(f"nobody has the address {email!r}; `./parley staff list` shows who has one")
    return found


def _link(uow: UnitOfWork, account_id: str | None, act: Act) -> str:
    token = tokens.new_token()
    invitation = Invitation(account_id=account_id, expires_at=act.at + INVITATION_LASTS, made_by=act.by)
    uow.invitations.put(tokens.digest(token), invitation)
    return token


def _save(uow: UnitOfWork, before: Account, after: Account) -> None:
    """Write it back. Raises: Conflict when nobody would be left who may let others in."""
    uow.accounts.update(after)
    if before.is_admin and not has_admin(uow):
        raise Conflict("this is the only admin; make somebody else one first")


def _checked(profile: Profile) -> dict[str, Any]:
    if not profile.roles:
        raise Refused("choose at least one role")
    return {"name": own_name(profile.name), "roles": profile.roles, "languages": profile.languages}


def _names(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(role.value for role in roles))
