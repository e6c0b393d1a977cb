"""Who posted it, and when: `sha256=` and HMAC-SHA256 of `<timestamp>.<raw body>`, as Chatwoot and we sign."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from support.errors import Forged

_MOST_SECONDS = 300
"""Between two clocks: what is older may be somebody's recording."""


def signed(body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of these bytes at this time (whole seconds since 1970)."""
    return f"sha256={hmac.new(secret.encode(), timestamp.encode() + b'.' + body, sha256).hexdigest()}"


def check(body: bytes, *, timestamp: str | None, signature: str | None, secrets: Iterable[str], now: datetime) -> None:
    """Raises: Forged unless one of the secrets signs these very bytes, within five minutes of now."""
    given = (signature or "").encode("utf-8", "replace")
    said = timestamp or ""
    right = [hmac.compare_digest(signed(body, said, secret).encode(), given) for secret in secrets if said.isascii()]
    if not any(right):
        raise Forged("the signature is not that of the secret we share")
    if not said.isdigit() or len(said) > 12 or abs(now.timestamp() - int(said)) > _MOST_SECONDS:
        raise Forged("the timestamp is more than five minutes from ours: check both clocks")
