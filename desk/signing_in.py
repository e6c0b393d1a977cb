"""Signing in with e-mail address and password, and choosing another password.

These commit by themselves, in several transactions: a hash takes too long to be made while others wait to write.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk import audit, passwords, throttle
from desk.sign_ins import open_sign_in
from desk.throttle import Meter
from support.contacts import mail_address
from support.errors import NotSignedIn
from support.passwords import LONGEST, accept
from support.ports import Books, UnitOfWork
from support.staff import Account, Act, SignIn

_WRONG = "the e-mail address or the password is wrong"
"""The same for whoever is unknown, disabled, or mistaken: who guesses learns nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody typed, and the browser it was typed in.

    `mark`: the cookie of a browser that somebody has signed in from, `key` is what it was sealed with.
    `neighbourhood`: what counts as one address.
    """

    email: str
    password: str
    mark: str
    key: str
    neighbourhood: str


def sign_in(books: Books, typed: Credentials, act: Act, *, browser: str) -> tuple[Account, str]:
    """Return who signed in, and the token for their cookie. Raises: NotSignedIn, TooManyAttempts."""
    with books.writing() as uow:
        account, hash, counted = _begin(uow, typed, act)
        uow.commit()
    is_right = passwords.is_right(typed.password[: LONGEST + 1], hash)
    renewed = passwords.hash_of(typed.password) if is_right and hash and passwords.is_outdated(hash) else None
    with books.writing() as uow:
        token = _finish(uow, account, hash, act, browser=browser) if account and is_right else None
        if account and token:
            throttle.give_back(uow, counted, now=act.at)
            uow.accounts.set_password(account.id, renewed or str(hash))
        else:
            audit.note(uow, act, "sign_in_failed", about=account.id if account else mail_address(typed.email) or "")
        uow.commit()
    if account is None or token is None:
        raise NotSignedIn(_WRONG)
    return account, token


def change_password(books: Books, account: Account, current: SignIn, typed: Credentials, new: str, act: Act) -> None:
    """Choose another password, which signs out everywhere else. Raises: WeakPassword, NotSignedIn, TooManyAttempts."""
    accept(new, email=account.email)
    with books.writing() as uow:
        _, hash, counted = _begin(uow, typed, act)
        uow.commit()
    if not passwords.is_right(typed.password[: LONGEST + 1], hash):
        raise NotSignedIn("the password you have now is another one")
    renewed = passwords.hash_of(new)
    with books.writing() as uow:
        uow.accounts.keep_still()
        if not uow.accounts.get(account.id).is_active or uow.accounts.password(account.id) != hash:
            raise NotSignedIn("your account was changed meanwhile; sign in again")
        throttle.give_back(uow, counted, now=act.at)
        uow.accounts.set_password(account.id, renewed)
        uow.invitations.forget(account.id)
        uow.sign_ins.end_all(account.id, but=current.id)
        audit.note(uow, act, "password_changed", about=account.id)
        uow.commit()


def _begin(uow: UnitOfWork, typed: Credentials, act: Act) -> tuple[Account | None, str | None, Sequence[Meter]]:
    """Return whose password is to be compared, and with what; count the attempt. Raises: TooManyAttempts."""
    email = mail_address(typed.email) or ""
    account = uow.accounts.by_email(email)
    is_marked = account is not None and throttle.is_marked(typed.key, account.id, typed.mark)
    counted = throttle.meters(email, device=typed.mark if is_marked else None, neighbourhood=typed.neighbourhood)
    throttle.charge(uow, counted, now=act.at)
    hash = uow.accounts.password(account.id) if account is not None and account.is_active else None
    return account, hash, counted


def _finish(uow: UnitOfWork, account: Account, hash: str | None, act: Act, *, browser: str) -> str | None:
    """Return a token; None where the account was disabled or the password changed while it was compared."""
    uow.accounts.keep_still()
    if not uow.accounts.get(account.id).is_active or uow.accounts.password(account.id) != hash:
        return None
    audit.note(uow, replace(act, by=account.id), "signed_in", about=account.id)
    return open_sign_in(uow, account, act, browser=browser)
