"""Who can be written to, and since when they may be."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

WINDOW = timedelta(hours=24)


@dataclass
class Person:
    """A WhatsApp user. With a username the number may be hidden: then only the user id is told (since 2026)."""

    number: str
    user_id: str
    name: str
    username: str = ""
    is_unreachable: bool = False
    heard_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Return whether webhooks leave the number out."""
        return bool(self.username)

    @property
    def address(self) -> str:
        """Return the key of this person in records."""
        return self.user_id if self.is_hidden else self.number

    @property
    def conversation_id(self) -> str:
        """Return the id under which Meta bills this person's messages."""
        return hashlib.md5(self.user_id.encode(), usedforsecurity=False).hexdigest()

    @property
    def contact(self) -> dict[str, Any]:
        """Return the entry of `contacts` in a webhook."""
        if self.is_hidden:
            return {"profile": {"name": self.name, "username": self.username}, "user_id": self.user_id}
        return {"profile": {"name": self.name}, "wa_id": self.number, "user_id": self.user_id}

    def named(self, number: str, user_id: str) -> dict[str, str]:
        """Return this person's ids under these two names, leaving out a hidden number."""
        return ({} if self.is_hidden else {number: self.number}) | {user_id: self.user_id}

    def is_open(self, now: datetime) -> bool:
        """Return whether free text is allowed: within 24 hours of their last message."""
        return self.heard_at is not None and now - self.heard_at < WINDOW


@dataclass
class Persons:
    """Everybody on WhatsApp, by number and by user id."""

    known: list[Person] = field(default_factory=list)

    def add(self, person: Person) -> Person:
        """Let this person be on WhatsApp."""
        self.known.append(person)
        return person

    def find(self, address: str) -> Person | None:
        """Return who has this number or user id; a hidden number still works for sending."""
        return next((one for one in self.known if address in (one.number, one.user_id)), None)
