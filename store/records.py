"""Our types as JSON texts and back."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Any

from support.articles import Article, Field, Passage
from support.events import (
    ArticlesChanged,
    ConfidenceFitted,
    ContactsMerged,
    ContactSplit,
    DeliveryDied,
    Event,
    HolderChanged,
    LanguageChanged,
    MessageAmended,
    MessagePosted,
    MessageReceived,
    PresenceChanged,
    RatingGiven,
    StatusChanged,
    TeamsChanged,
)
from support.handoffs import Handoff, Outcome, Reason
from support.messages import Attachment, Author, Button, ConversationId, Kind, Link, MediaKind, Message
from support.receipts import Status
from support.teams import Presence


def dump(value: Any) -> str:
    """Return a dataclass of ours as JSON."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value):  # as asdict has it, without the deep copies: this is done while all other writers wait
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tzinfo):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _time(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def message_from(record: dict[str, Any]) -> Message:
    """Rebuild a Message."""
    link = record.pop("link")
    return Message(
        **record
        | {
            "author": Author(record["author"]),
            "sent_at": datetime.fromisoformat(record["sent_at"]),
            "kind": Kind(record.get("kind", Kind.TEXT.value)),
            "attachments": tuple(
                Attachment(**file | {"kind": MediaKind(file["kind"])}) for file in record.get("attachments", ())
            ),
            "buttons": tuple(Button(**button) for button in record["buttons"]),
            "link": None if link is None else Link(**link),
        }
    )


def handoff_from(record: dict[str, Any]) -> Handoff:
    """Rebuild a Handoff."""
    return Handoff(
        **record
        | {
            "reason": Reason(record["reason"]),
            "opened_at": datetime.fromisoformat(record["opened_at"]),
            "closed_at": _time(record["closed_at"]),
            "taken_at": _time(record.get("taken_at")),
            "snoozed_until": _time(record.get("snoozed_until")),
            "outcome": Outcome(record["outcome"]) if record.get("outcome") else None,
        }
    )


def article_from(record: dict[str, Any]) -> Article:
    """Rebuild an Article."""
    return Article(**record | {"questions": tuple(record["questions"]), "tags": tuple(record["tags"])})


def passage_from(record: dict[str, Any]) -> Passage:
    """Rebuild a Passage."""
    return Passage(**record | {"field": Field(record["field"])})


_EVENTS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "MessageReceived": lambda r: MessageReceived(message=message_from(r["message"])),
    "MessagePosted": lambda r: MessagePosted(message=message_from(r["message"])),
    "HolderChanged": lambda r: HolderChanged(handoff=handoff_from(r["handoff"])),
    "LanguageChanged": lambda r: LanguageChanged(**r),
    "MessageAmended": lambda r: MessageAmended(message=message_from(r["message"])),
    "StatusChanged": lambda r: StatusChanged(**r | {"status": Status(r["status"])}),
    "DeliveryDied": lambda r: DeliveryDied(**r),
    "ContactsMerged": lambda r: ContactsMerged(**r | {"merged": tuple(r["merged"])}),
    "ContactSplit": lambda r: ContactSplit(**r),
    "ArticlesChanged": lambda r: ArticlesChanged(slugs=tuple(r["slugs"])),
    "ConfidenceFitted": lambda r: ConfidenceFitted(**r),
    "TeamsChanged": lambda r: TeamsChanged(names=tuple(r["names"])),
    "PresenceChanged": lambda r: PresenceChanged(**r | {"presence": Presence(r["presence"])}),
    "RatingGiven": lambda r: RatingGiven(**r),
}


def event_from(kind: str, body: str) -> Event:
    """Rebuild an event of this kind."""
    return _EVENTS[kind](json.loads(body))


def conversation_of(event: Event) -> ConversationId | None:
    """Return the conversation an event belongs to, if it belongs to one."""
    match event:
        case MessageReceived(message=message) | MessagePosted(message=message) | MessageAmended(message=message):
            return message.conversation_id
        case HolderChanged(handoff=handoff):
            return handoff.conversation_id
        case LanguageChanged() | StatusChanged() | DeliveryDied() | ContactSplit() | RatingGiven():
            return event.conversation_id
    return None
