"""Secrets that a browser or a link carries; what is kept of them opens nothing."""

import hashlib
import hmac
import secrets

_ID_BYTES = 12
"""96 bits, as 24 hexadecimal digits."""


def new_token() -> str:
    """Return 256 random bits, fit for a cookie and for an address."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """Return an id nobody has: 24 hexadecimal digits."""
    return secrets.token_hex(_ID_BYTES)


def digest(token: str) -> str:
    """Return what is kept in a token's place. Random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_token(token: str) -> str:
    """Return what our own pages send along with every change; it follows from the session's token, not back."""
    return hmac.new(token.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()
