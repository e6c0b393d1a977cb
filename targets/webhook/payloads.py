"""What the signed webhook tells, as JSON; docs/handoff-targets.md describes each field."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from support.contacts import Contact
from support.errands import Told
from support.handoffs import Handoff, holder
from support.messages import Attachment, Message, channel_of
from targets.files import link
from targets.port import Briefing

MOST_WORDS = 500
"""Messages in one post; of longer conversations the earlier ones go before it."""

TRANSCRIPT = "handoff.transcript"


def payloads(briefing: Briefing) -> Iterator[dict[str, Any]]:
    """Yield what is posted, in order: one, or several where a conversation is long."""
    errand, words = briefing.errand, briefing.transcript
    pages = [words[start : start + MOST_WORDS] for start in range(0, len(words), MOST_WORDS)] or [()]
    for page in pages[:-1]:
        yield {**_frame(briefing, TRANSCRIPT), "transcript": _all_said(page, errand.at)}
    last: dict[str, Any] = _frame(briefing, errand.told.value)
    if errand.told is Told.OPENED:
        last["transcript"] = _all_said(pages[-1], errand.at)
    if briefing.said is not None:
        last["message"] = said(briefing.said, errand.at)
    if errand.told is Told.STATUS and errand.status is not None:
        last["status"] = {"id": _theirs(errand.message_id), "status": errand.status.value, "fault": errand.fault}
    yield last


def _frame(briefing: Briefing, event: str) -> dict[str, Any]:
    errand = briefing.errand
    return {
        "event": event,
        "sequence": errand.sequence,
        "at": errand.at.isoformat(),
        "conversation_id": errand.conversation_id,
        "channel": channel_of(errand.conversation_id),
        "contact": _who(briefing.contact),
        "handoff": _held(briefing.handoff),
    }


def _who(contact: Contact | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    phones = [one.phone for one in contact.identities if one.phone]
    emails = [one.email for one in contact.identities if one.email]
    told = {"phone": phones[0] if phones else None, "email": emails[0] if emails else None}
    return {"id": contact.id, "name": contact.name, **told, "conversation_ids": list(contact.conversation_ids)}


def _held(handoff: Handoff) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "reason": handoff.reason.value,
        "holder": holder(handoff).value,
        "opened_at": handoff.opened_at.isoformat(),
        "taken_by": handoff.taken_by,
        "closed_at": handoff.closed_at.isoformat() if handoff.closed_at else None,
        "context": dict(handoff.context),
    }


def _all_said(words: tuple[Message, ...], at: datetime) -> list[dict[str, Any]]:
    return [said(message, at) for message in words]


def said(message: Message, at: datetime) -> dict[str, Any]:
    """Return a message; its files can be fetched for a week, without a signature of the receiver's own."""
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "author": message.author.value,
        "name": message.name,
        "kind": message.kind.value,
        "text": message.full_text,
        "language": message.language,
        "sent_at": message.sent_at.isoformat(),
        "attachments": [_file(file, at) for file in message.attachments],
    }


def _file(file: Attachment, at: datetime) -> dict[str, Any]:
    told = {"kind": file.kind.value, "name": file.name, "media_type": file.media_type, "size": file.size}
    return told | {"url": link(file.key, at) if file.key else None, "fault": file.fault}


def _theirs(message_id: str | None) -> str:
    """Return the receiver's own id of what it had said: ours without the target's name."""
    return (message_id or "").partition(":")[2]
