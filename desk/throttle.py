"""Slows sign-in down where it fails again and again. The caller commits."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk import tokens
from support.attempts import FORGET_AFTER, FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS
from support.errors import TooManyAttempts
from support.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What failed attempts are counted by, and how many are free."""

    key: str
    free: int


def meters(email: str, *, device: str | None, neighbourhood: str) -> list[Meter]:
    """Return what an attempt counts for.

    A browser that this person has signed in from before (`device`) has a count of its own: who guesses elsewhere
    cannot lock them out. For all others one account is one, and so is one address.
    """
    if device is not None:
        return [Meter(key=f"device:{tokens.digest(device)}", free=FREE_FOR_ACCOUNT)]
    return [
        Meter(key=_account_key(email), free=FREE_FOR_ACCOUNT),
        Meter(key=f"address:{neighbourhood}", free=FREE_FOR_ADDRESS),
    ]


def charge(uow: UnitOfWork, counted: Sequence[Meter], *, now: datetime) -> None:
    """Count an attempt as failed before it is made, so that many at once are many. Raises: TooManyAttempts."""
    before = [(meter, uow.attempts.get(meter.key)) for meter in counted]
    wait = max(attempts.wait(now, free=meter.free) for meter, attempts in before).total_seconds()
    if wait > 0:
        raise TooManyAttempts(wait)
    for meter, attempts in before:
        uow.attempts.put(meter.key, attempts.failed(now))


def give_back(uow: UnitOfWork, counted: Sequence[Meter], *, now: datetime) -> None:
    """Forget what an account's or a browser's failures were; an address gets only this attempt back.

    Else who has an account here could guess at others' without end.
    """
    for meter in counted:
        if meter.key.startswith("address:"):
            uow.attempts.put(meter.key, uow.attempts.get(meter.key).fewer())
        else:
            uow.attempts.forget(meter.key)
    uow.attempts.clear(now - FORGET_AFTER)


def forgive(uow: UnitOfWork, email: str) -> None:
    """Forget the failures at an account: whoever has a link from us need not wait for who guesses."""
    uow.attempts.forget(_account_key(email))


def device_mark(key: str, account_id: str) -> str:
    """Return a cookie that says: this person has signed in from this browser."""
    nonce = tokens.new_id()
    return f"{nonce}.{_sealed(key, account_id, nonce)}"


def is_marked(key: str, account_id: str, mark: str) -> bool:
    """Whether this person's mark is in this browser."""
    nonce, _, seal = mark.partition(".")
    return hmac.compare_digest(seal.encode("utf-8", "replace"), _sealed(key, account_id, nonce).encode())


def _account_key(email: str) -> str:
    return f"account:{tokens.digest(email)}"


def _sealed(key: str, account_id: str, nonce: str) -> str:
    return hmac.new(key.encode(), f"{account_id} {nonce}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
