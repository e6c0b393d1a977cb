"""What Chatwoot keeps: contacts, conversations, messages, as its application API shows them."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass
class Message:
    """One message of a conversation; `sender` as webhooks tell it."""

    id: int
    content: str | None
    message_type: str
    private: bool
    source_id: str | None
    sender: dict[str, Any]
    attachments: list[dict[str, Any]] = field(default_factory=list)
    status: str = "sent"
    content_attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, Any]:
        """Return it as the API does: its type a number."""
        types = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}
        return {**self.told, "message_type": types[self.message_type], "status": self.status}

    @property
    def told(self) -> dict[str, Any]:
        """Return it as webhooks do."""
        told = {
            "id": self.id,
            "content": self.content,
            "message_type": self.message_type,
            "content_type": "text",
            "content_attributes": self.content_attributes,
            "private": self.private,
            "source_id": self.source_id,
            "sender": self.sender,
        }
        return told | ({"attachments": self.attachments} if self.attachments else {})


@dataclass
class Talk:
    """A conversation; `id` is its display id, the one in URLs and webhooks."""

    id: int
    contact: dict[str, Any]
    inbox_id: int
    status: str
    custom_attributes: dict[str, Any]
    updated_at: float = 0.0
    assignee: dict[str, Any] | None = None
    messages: list[Message] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """Return it as API and webhooks do, near enough."""
        return {
            "id": self.id,
            "inbox_id": self.inbox_id,
            "channel": "Channel::Api",
            "status": self.status,
            "custom_attributes": self.custom_attributes,
            "meta": {"sender": self.contact, "assignee": self.assignee},
            "can_reply": True,
            "timestamp": int(self.updated_at),
            "updated_at": self.updated_at,
        }

    def read(self, *, private: bool | None = None) -> list[str]:
        """Return what stands there: the customer's and agents' words, or the private notes, or both."""
        return [m.content or "" for m in self.messages if private is None or m.private is private]


@dataclass
class Shelves:
    """Everything in one account."""

    contacts: list[dict[str, Any]] = field(default_factory=list)
    talks: dict[int, Talk] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    gone: list[Talk] = field(default_factory=list)
    earlier: set[int] = field(default_factory=set)
    """Conversations that agents no longer look at."""
    ids: "count[int]" = field(default_factory=lambda: count(1001))

    def searched(self, q: str) -> list[dict[str, Any]]:
        """Return contacts with this anywhere in what they are known by (ILIKE %q%)."""
        names = ("name", "email", "phone_number", "identifier")
        return [c for c in self.contacts if any(q.lower() in str(c.get(name) or "").lower() for name in names)]

    def taken(self, wanted: dict[str, Any]) -> list[str]:
        """Return what somebody else has already, of what is unique in an account."""
        unique = ("email", "phone_number", "identifier")
        return [n for n in unique if wanted.get(n) and any(c.get(n) == wanted[n] for c in self.contacts)]
