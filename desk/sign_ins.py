"""Browsers that somebody is signed in from: opened, recognised, ended. The caller commits."""

from datetime import datetime

from desk import audit, tokens
from support.errors import NotFound
from support.ports import UnitOfWork
from support.staff import IDLE, LONGEST, Account, SignIn

_LONGEST_NOTE = 300
"""Characters of what a browser says it is."""


def open_sign_in(uow: UnitOfWork, account: Account, *, address: str, browser: str, now: datetime) -> tuple[SignIn, str]:
    """Sign somebody in and return the token for their cookie: always a new one, whatever the browser had."""
    token = tokens.new_token()
    sign_in = SignIn(
        id=tokens.new_id(),
        account_id=account.id,
        opened_at=now,
        seen_at=now,
        address=address,
        browser="".join(filter(str.isprintable, browser))[:_LONGEST_NOTE],
    )
    uow.sign_ins.clear(seen_before=now - IDLE, opened_before=now - LONGEST)
    uow.sign_ins.add(tokens.digest(token), sign_in)
    return sign_in, token


def recognise(uow: UnitOfWork, token: str, *, now: datetime) -> tuple[Account, SignIn] | None:
    """Return who sent this cookie, None for a token that opens nothing, or nothing any more."""
    found = uow.sign_ins.by_digest(tokens.digest(token))
    if found is None or not found.is_live(now):
        return None
    account = uow.accounts.find(found.account_id)
    return None if account is None or not account.is_active else (account, found)


def revoke(uow: UnitOfWork, account: Account, sign_in_id: str, *, by: Account, address: str, now: datetime) -> None:
    """End one of an account's. Raises: NotFound."""
    if not uow.sign_ins.end(account.id, sign_in_id):
        raise NotFound("this browser is signed out already")
    audit.note(uow, "session_revoked", by=by.id, about=account.id, address=address, now=now)


def revoke_others(
    uow: UnitOfWork, account: Account, *, but: str | None, by: Account, address: str, now: datetime
) -> int:
    """End all of an account's but one and return how many."""
    ended = uow.sign_ins.end_all(account.id, but=but)
    if ended:
        audit.note(
            uow, "sessions_revoked", by=by.id, about=account.id, address=address, now=now, details={"count": str(ended)}
        )
    return ended
