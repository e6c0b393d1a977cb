"""Whether a post is Meta's: HMAC-SHA256 of the raw body under the app's secret."""

import hmac
from hashlib import sha256

from support.errors import Forged


def check(body: bytes, header: str | None, secret: str) -> None:
    """Raises: Forged unless `header` (X-Hub-Signature-256) signs these very bytes."""
    right = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    if not hmac.compare_digest(right.encode(), (header or "").encode("utf-8", "replace")):
        raise Forged("the signature is not Meta's; check PARLEY_WHATSAPP_APP_SECRET")
