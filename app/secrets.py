"""The installation's secret: made at first start, kept in a file only its owner reads."""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from support.errors import Misconfigured

_BYTES = 32


def secret(var: Path) -> bytes:
    """Return the 32-byte secret, making it where there is none yet.

    Raises: Misconfigured when the file holds anything else; an empty key would let anyone in.
    """
    path = var / "secret"
    var.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (UnicodeDecodeError, ValueError):
        key = b""
    if len(key) != _BYTES:
        raise Misconfigured(f"{path} is damaged: restore it from a backup, or delete it; open chats then begin anew")
    return key


def _make(path: Path) -> None:
    """Write the file whole and on disk before it has its name; of two processes at once, the first one's counts."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def derived(var: Path, purpose: str) -> str:
    """Return a token for one purpose; knowing it tells nothing about the others."""
    return hmac.new(secret(var), purpose.encode(), hashlib.sha256).hexdigest()
