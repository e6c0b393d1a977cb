"""Who the shop says a visitor is: their e-mail address, signed with a secret that only the shop and we know."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from support.contacts import mail_address
from support.errors import Unvouched

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A visitor whom the shop vouches for. The name is not signed: it is shown, and joins nobody."""

    email: str
    name: str | None

    @property
    def told(self) -> dict[str, str | None]:
        """Return what is known of them, as `desk.contacts.introduce` takes it."""
        return {"email": self.email, "name": self.name}


def vouched(claim: Any, secret: str) -> Vouched:
    """Return whom a claim {email, name?, signature} names. Raises: Unvouched when the shop did not sign it."""
    said = claim if isinstance(claim, Mapping) else {}
    email, signature = said.get("email"), said.get("signature")
    address = mail_address(email)
    if address is None:
        raise Unvouched("data-email is no e-mail address")
    if not _is_signed(str(email), signature, secret):
        raise Unvouched("data-signature does not fit data-email: sign it with PARLEY_WEBCHAT_IDENTITY_SECRET")
    return Vouched(email=address, name=_name(said.get("name")))


def _is_signed(email: str, signature: Any, secret: str) -> bool:
    """Whether the signature is hex HMAC-SHA256 of the address in lower case, without the spaces around it."""
    if not secret or not isinstance(signature, str):
        return False
    text = email.strip().lower().encode("utf-8", "replace")
    right = hmac.new(secret.encode(), text, sha256).hexdigest()
    return hmac.compare_digest(right.encode(), signature.strip().lower().encode("utf-8", "replace"))


def _name(said: Any) -> str | None:
    """Return a name that is safe on a terminal, None for what is none."""
    shown = "".join(sign for sign in said if sign.isprintable()) if isinstance(said, str) else ""
    return shown.strip()[:_LONGEST_NAME] or None
