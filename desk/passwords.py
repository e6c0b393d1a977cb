"""Passwords: hashed with argon2id (RFC 9106), compared without telling whose there is none.

A hash takes a tenth of a second and 64 MB by design: never within a transaction, never on an event loop.
"""

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


def hash_of(password: str) -> str:
    """Return what is kept of it."""
    return _HASHER.hash(_one_spelling(password))


def is_right(password: str, hash: str | None) -> bool:
    """Whether it is the one; without a hash, after as long, it is not."""
    try:
        _HASHER.verify(hash or _nobodys(), _one_spelling(password))
    except (VerificationError, InvalidHashError):
        return False
    return hash is not None


def is_outdated(hash: str) -> bool:
    """Whether it was made at another cost than is made today."""
    return _HASHER.check_needs_rehash(hash)


def _one_spelling(password: str) -> bytes:
    """Return its bytes: keyboards write one letter in several ways (NIST SP 800-63B, 3.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(b"nobody's")
