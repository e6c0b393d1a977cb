"""Our types as JSON texts and back."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Any

from support.articles import Article, Field, Passage
from support.conversations import Conversation
from support.events import (
    ArticlesChanged,
    ConfidenceFitted,
    ContactsMerged,
    ContactSplit,
    DeliveryDied,
    Event,
    HolderChanged,
    LabelsChanged,
    LanguageChanged,
    MessageAmended,
    MessagePosted,
    MessageReceived,
    NoteWritten,
    PresenceChanged,
    RatingGiven,
    StatusChanged,
    TeamsChanged,
)
from support.handoffs import Handoff, Holder, Outcome, Reason
from support.marks import Mark, MarkKind
from support.messages import Attachment, Author, Button, ConversationId, Kind, Link, MediaKind, Message
from support.notes import Note
from support.receipts import Status
from support.teams import Presence
from support.uploads import Upload


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


_JSON = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"))
"""Made once: `json.dumps` makes one for each call."""


def dump(value: Any) -> str:
    """Return a dataclass of ours as JSON."""
    return _JSON.encode(value)


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
            "attachments": tuple(map(file_from, record.get("attachments", ()))),
            "buttons": tuple(Button(**button) for button in record["buttons"]),
            "link": None if link is None else Link(**link),
        }
    )


def file_from(record: dict[str, Any]) -> Attachment:
    """Rebuild an Attachment."""
    return Attachment(**record | {"kind": MediaKind(record["kind"])})


def handoff_from(record: dict[str, Any]) -> Handoff:
    """Rebuild a Handoff."""
    times = _times(record, "opened_at", "taken_at", "snoozed_until", "closed_at")
    outcome = record.get("outcome")
    return Handoff(
        **record
        | times
        | {"reason": Reason(record["reason"]), "outcome": None if outcome is None else Outcome(outcome)}
    )


_ROW_TIMES = (
    *("last_at", "customer_at", "waiting_since", "opened_at", "answered_at", "asked_at"),
    *("snoozed_until", "seen_snooze", "resolved_at", "settled_at"),
)


def conversation_from(record: dict[str, Any]) -> Conversation:
    """Rebuild a Conversation."""
    reason = record["reason"]
    words = {
        "last_author": Author(record["last_author"]),
        "holder": Holder(record["holder"]),
        "reason": None if reason is None else Reason(reason),
        "labels": tuple(record["labels"]),
    }
    return Conversation(**record | _times(record, *_ROW_TIMES) | words)


def note_from(record: dict[str, Any]) -> Note:
    """Rebuild a Note."""
    return Note(**record | _times(record, "written_at"))


def mark_from(record: dict[str, Any]) -> Mark:
    """Rebuild a Mark."""
    times = _times(record, "marked_at", "done_at")
    return Mark(**record | times | {"kind": MarkKind(record["kind"]), "tried": tuple(record["tried"])})


def upload_from(record: dict[str, Any]) -> Upload:
    """Rebuild an Upload."""
    return Upload(**record | _times(record, "uploaded_at") | {"file": file_from(record["file"])})


def _times(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: _time(record.get(name)) for name in names}


def article_from(record: dict[str, Any]) -> Article:
    """Rebuild an Article."""
    return Article(**record | {"questions": tuple(record["questions"]), "tags": tuple(record["tags"])})


def passage_from(record: dict[str, Any]) -> Passage:
    """Rebuild a Passage."""
    return Passage(**record | {"field": Field(record["field"])})


_EVENTS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "MessageReceived": lambda r: MessageReceived(message=message_from(r["message"])),
    "MessagePosted": lambda r: MessagePosted(message=message_from(r["message"])),
    "HolderChanged": lambda r: HolderChanged(**r | {"handoff": handoff_from(r["handoff"])} | _times(r, "at")),
    "NoteWritten": lambda r: NoteWritten(note=note_from(r["note"])),
    "LabelsChanged": lambda r: LabelsChanged(**r | {"labels": tuple(r["labels"])} | _times(r, "at")),
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
        case NoteWritten(note=note):
            return note.conversation_id
        case LabelsChanged() | LanguageChanged() | StatusChanged() | DeliveryDied() | ContactSplit() | RatingGiven():
            return event.conversation_id
    return None
