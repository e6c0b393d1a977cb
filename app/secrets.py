"""The installation's secret: made at first start, kept in a file only its owner reads."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def secret(var: Path) -> bytes:
    """Return the 32-byte secret, making it where there is none yet."""
    path = var / "secret"
    var.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes starting at once, one makes it and the other reads it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text())


def derived(var: Path, purpose: str) -> str:
    """Return a token for one purpose; knowing it tells nothing about the others."""
    return hmac.new(secret(var), purpose.encode(), hashlib.sha256).hexdigest()
