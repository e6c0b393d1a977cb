"""Those who work here: accounts, their roles, and the browsers they are signed in from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from support.errors import Refused

IDLE = timedelta(days=1)
"""A browser that was left alone for so long is signed out: one working day may end and the next begin in between."""

LONGEST = timedelta(days=30)
"""Then everybody proves again who they are, however busy the browser was."""

INVITATION_LASTS = timedelta(days=3)
"""Sent on a Friday it can be used on a Monday."""

_SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a browser was last seen: a write for every request would hold up what customers send."""

_LONGEST_NAME = 80
_JOINERS = "\u200c\u200d"
"""Not printable by themselves; Persian and Indic names are spelled with them."""


class Role(str, Enum):
    """What somebody may do here; an admin may everything."""

    AGENT = "agent"
    WRITER = "writer"
    TRAINER = "trainer"
    ADMIN = "admin"


EVERYBODY = frozenset(Role)
"""Who works here, in whatever role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who works here. The password's hash is not here, so that it goes nowhere by mistake.

    `joined_at`: when they chose a password; None while they are only invited.
    """

    id: str
    email: str
    name: str
    roles: frozenset[Role]
    made_at: datetime
    languages: tuple[str, ...] = ()
    is_disabled: bool = False
    joined_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.joined_at is not None and not self.is_disabled

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything, now."""
        return self.is_active and Role.ADMIN in self.roles

    def may(self, allowed: Collection[Role]) -> bool:
        """Whether one of the allowed roles is theirs."""
        return self.is_admin or (self.is_active and any(role in allowed for role in self.roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A browser somebody is signed in from. Its token is kept nowhere but in the browser's cookie."""

    id: str
    account_id: str
    opened_at: datetime
    seen_at: datetime
    address: str = ""
    browser: str = ""

    def is_live(self, now: datetime) -> bool:
        """Whether it counts still."""
        return now - self.seen_at < IDLE and now - self.opened_at < LONGEST

    def seen(self, now: datetime) -> "SignIn":
        """Return it seen now; the same where that is hardly news."""
        return self if now - self.seen_at < _SEEN_EVERY else replace(self, seen_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that lets somebody choose a password, once. Its token is kept nowhere but in the link.

    Without an account it makes the first admin's.
    """

    account_id: str | None
    expires_at: datetime
    made_by: str | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """By whom something is done, from where, and when. `by`: an account's id, None for the operator or a stranger."""

    at: datetime
    by: str | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did what: a line of the audit log; `by` and `address` as in Act.

    `about` names what it was done to, `details` are texts for a person's eye. `number` grows.
    """

    kind: str
    done_at: datetime
    by: str | None = None
    about: str = ""
    address: str = ""
    details: dict[str, str] = field(default_factory=dict)
    number: int = 0


def roles_from(names: Iterable[str]) -> frozenset[Role]:
    """Return the roles with these names, at least one. Raises: Refused."""
    known = {role.value for role in Role}
    given = set(names)
    if not given or not given <= known:
        raise Refused(f"choose at least one role of: {', '.join(role.value for role in Role)}")
    return frozenset(map(Role, given))


def own_name(text: str) -> str:
    """Return a person's name in one line. Raises: Refused for none, or an endless one."""
    name = " ".join("".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text).split())
    if not 0 < len(name.strip(_JOINERS)) <= _LONGEST_NAME:
        raise Refused(f"a name has 1 to {_LONGEST_NAME} characters")
    return name
