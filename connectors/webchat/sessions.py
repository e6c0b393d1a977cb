"""Who a browser is: a signed session, its only claim to its conversation."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from support.errors import Forged
from support.messages import ConversationId, conversation

CHANNEL = "webchat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's conversation; `language` is what the browser prefers, a hint."""

    address: str
    language: str

    @property
    def conversation_id(self) -> ConversationId:
        """Return the conversation this session may read and write: no other."""
        return conversation(CHANNEL, self.address)


class Sessions:
    """Opens and checks sessions; a token is `<address>.<language>.<HMAC-SHA256>`."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def open(self, language: str) -> tuple[Session, str]:
        """Return a new session and its token; addresses hold 128 random bits."""
        session = Session(address=secrets.token_urlsafe(16), language=language)
        return session, self._token(session)

    def check(self, authorization: str | None) -> tuple[Session, str]:
        """Return the session of an `Authorization: Bearer <token>` header. Raises: Forged."""
        scheme, _, token = (authorization or "").partition(" ")
        parts = token.split(".")
        if scheme != "Bearer" or len(parts) != 3 or not token.isascii():
            raise Forged("this chat session is not known here; open a new one")
        session = Session(address=parts[0], language=parts[1])
        if not hmac.compare_digest(self._token(session).encode(), token.encode()):
            raise Forged("this chat session is not known here; open a new one")
        return session, token

    def _token(self, session: Session) -> str:
        claim = f"{session.address}.{session.language}"
        return f"{claim}.{hmac.new(self._key, claim.encode(), sha256).hexdigest()}"
