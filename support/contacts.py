"""One person on several channels: what each channel vouches for, and which of them belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from support.messages import ConversationId, Message

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
"""Of an international number (ITU-T E.164: at most 15); the shortest in use have 7."""

_LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody on one channel, known by their conversation there.

    `phone` and `email` are verified: the channel vouches for them, never the customer's own word.
    `left_email` is an address they wrote for us to answer at: nobody vouches for it, so it joins them with nobody.
    `is_apart`: a person took it out of a contact, so that it joins none by itself any more.
    """

    conversation_id: ConversationId
    contact_id: str
    met_at: datetime
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    is_apart: bool = False
    left_email: str | None = None

    def told(self, *, name: str | None = None, phone: str | None = None, email: str | None = None) -> "Identity":
        """Return it with what is newly known; what is not told stays."""
        return replace(self, name=name or self.name, phone=phone or self.phone, email=email or self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person: at least one identity, first met first."""

    id: str
    identities: tuple[Identity, ...]

    @property
    def name(self) -> str | None:
        """Return what the first channel that tells a name calls them, or what another adds to that: a family name."""
        kept: str | None = None
        for name in filter(None, (identity.name for identity in self.identities)):
            if kept is None or _words(kept) < _words(name):
                kept = name
        return kept

    @property
    def conversation_ids(self) -> tuple[ConversationId, ...]:
        """Return their conversations."""
        return tuple(identity.conversation_id for identity in self.identities)

    @property
    def may_join(self) -> bool:
        """Whether it may be joined with another without asking: not where a person has drawn a line."""
        return not any(identity.is_apart for identity in self.identities)


def _words(name: str) -> set[str]:
    return set(name.casefold().split())


def phone_number(text: object) -> str | None:
    """Return an international number as + and digits (E.164), None for what is none.

    A number without + or 00 is taken for an international one, as Telegram and WhatsApp write them; one that begins
    with a single 0 belongs to a country we do not know.
    """
    if not isinstance(text, str) or any(sign.isalpha() for sign in text):
        return None
    written = text.replace("(0)", "")  # +46 (0)70: the 0 is for callers from within the country
    digits = "".join(str(int(sign)) for sign in written if sign.isdecimal()).removeprefix("00")
    if digits.startswith("521") and len(digits) == 13:  # Mexico's old mobile prefix lives on in WhatsApp's ids
        digits = "52" + digits[3:]
    is_number = _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and not digits.startswith("0")
    return f"+{digits}" if is_number else None


def mail_address(text: object) -> str | None:
    """Return an e-mail address in one spelling, None for what is none."""
    name, at, domain = text.strip().casefold().rpartition("@") if isinstance(text, str) else ("", "", "")
    is_address = name and at and domain and not any(sign.isspace() for sign in name + domain)
    return f"{name}@{domain}" if is_address and len(name + domain) < _LONGEST_ADDRESS else None


def introduced(message: Message) -> dict[str, str | None]:
    """Return what a customer's message tells of its sender.

    A channel puts into `data["verified"]` what it vouches for: {"phone": ..., "email": ...}.
    """
    verified = message.data.get("verified")
    claims = verified if isinstance(verified, Mapping) else {}
    return {
        "name": message.name,
        "phone": phone_number(claims.get("phone", "")),
        "email": mail_address(claims.get("email", "")),
    }
