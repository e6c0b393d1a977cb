"""Browsers that somebody is signed in from: opened, recognised, ended. The caller commits."""

from datetime import datetime

from desk import audit, tokens
from support.errors import NotFound
from support.ports import UnitOfWork
from support.staff import IDLE, LONGEST, Account, Act, SignIn

_LONGEST_NOTE = 300
"""Characters of what a browser says it is."""


def open_sign_in(uow: UnitOfWork, account: Account, act: Act, *, browser: str) -> str:
    """Sign somebody in and return the token for their cookie: always a new one, whatever the browser had."""
    token = tokens.new_token()
    sign_in = SignIn(
        id=tokens.new_id(),
        account_id=account.id,
        opened_at=act.at,
        seen_at=act.at,
        address=act.address,
        browser="".join(filter(str.isprintable, browser))[:_LONGEST_NOTE],
    )
    uow.sign_ins.clear(seen_before=act.at - IDLE, opened_before=act.at - LONGEST)
    uow.sign_ins.add(tokens.digest(token), sign_in)
    return token


def recognise(uow: UnitOfWork, token: str, *, now: datetime) -> tuple[Account, SignIn] | None:
    """Return who sent this cookie, None for a token that opens nothing, or nothing any more."""
    found = uow.sign_ins.by_digest(tokens.digest(token))
    if found is None or not found.is_live(now):
        return None
    account = uow.accounts.find(found.account_id)
    return None if account is None or not account.is_active else (account, found)


def revoke(uow: UnitOfWork, account_id: str, sign_in_id: str, act: Act) -> None:
    """End one of an account's. Raises: NotFound."""
    if not uow.sign_ins.end(account_id, sign_in_id):
        raise NotFound("this browser is signed out already")
    audit.note(uow, act, "session_revoked", about=account_id)


def revoke_all(uow: UnitOfWork, account_id: str, act: Act, *, but: str | None = None) -> int:
    """End all of an account's, except one, and return how many there were."""
    ended = uow.sign_ins.end_all(account_id, but=but)
    if ended:
        audit.note(uow, act, "sessions_revoked", about=account_id, details={"count": ended})
    return ended


def sign_out(uow: UnitOfWork, sign_in: SignIn, act: Act) -> None:
    """End the browser's own."""
    if uow.sign_ins.end(sign_in.account_id, sign_in.id):
        audit.note(uow, act, "signed_out", about=sign_in.account_id)
