"""Chatwoot's webhooks: what an agent says, ends, opens again. https://www.chatwoot.com/hc/user-guide/articles/1677693021"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from support.errands import Back, Returned
from support.messages import Attachment, MediaKind
from targets.chatwoot.settings import TARGET
from targets.chatwoot.target import HANDOFF, OURS

_KINDS = {"image": MediaKind.IMAGE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}
_ENDED = {"conversation_status_changed", "conversation_resolved"}
_OPENED = {"conversation_status_changed", "conversation_opened"}
_LONGEST_ID = 100
_LONGEST_NAME = 100
_MOST_FILES = 15


def parse(posted: Any, *, account: int, inbox: int) -> Iterator[Returned]:
    """Yield what people at Chatwoot did in our inbox; what is private, ours, or of another inbox is nothing."""
    if not isinstance(posted, dict) or not _is_ours(posted, account, inbox):
        return
    event = posted.get("event")
    if event == "message_created":
        yield from _said(posted, account)
    elif event in _ENDED and posted.get("status") == "resolved":
        yield _status(Back.CLOSE, posted)
    elif event in _OPENED and posted.get("status") == "open":
        yield _status(Back.REOPEN, posted)


def _is_ours(posted: dict[str, Any], account: int, inbox: int) -> bool:
    """Whether it is of our account and inbox; an account's webhook is told of all inboxes."""
    told_account = _id(posted.get("account")) or _id(_object(posted.get("messages"), 0), "account_id")
    told_inbox = _id(posted.get("inbox")) or posted.get("inbox_id") or _id(posted.get("conversation"), "inbox_id")
    return told_account in (None, account) and told_inbox == inbox


def _said(posted: dict[str, Any], account: int) -> Iterator[Returned]:
    talk, sender = posted.get("conversation"), posted.get("sender")
    is_public = posted.get("message_type") in ("outgoing", 1) and posted.get("private") in (False, None)
    is_echo = str(posted.get("source_id") or "").startswith(OURS)
    number = posted.get("id")
    if not is_public or is_echo or not isinstance(talk, dict) or not isinstance(number, int):
        return
    yield Returned(
        target=TARGET,
        back=Back.REPLY,
        id=f"{account}:{number}",
        external_id=_name(talk.get("id")),
        handoff_id=_handoff(talk),
        agent=_agent(sender),
        text=str(posted.get("content") or ""),
        files=tuple(_files(posted.get("attachments"))),
    )


def _status(back: Back, posted: dict[str, Any]) -> Returned:
    at = _seconds(posted)
    return Returned(
        target=TARGET,
        back=back,
        id=f"{_name(posted.get('id'))}:{back.value}:{at:.6f}",
        external_id=_name(posted.get("id")),
        handoff_id=_handoff(posted),
        agent=_agent(_object(posted.get("meta"), "assignee")),
        at=at,
    )


def _seconds(posted: dict[str, Any]) -> float:
    """Return when the status changed, in Chatwoot's time, as exactly as it tells."""
    for name in ("updated_at", "timestamp", "last_activity_at"):
        told = posted.get(name)
        if isinstance(told, int | float) and not isinstance(told, bool):
            return float(told)
        if isinstance(told, str):
            try:
                return datetime.fromisoformat(told).timestamp()
            except ValueError:
                continue
    return 0.0


def _files(told: Any) -> Iterator[Attachment]:
    for one in (told if isinstance(told, list) else [])[:_MOST_FILES]:
        url = one.get("data_url") if isinstance(one, dict) else None
        if isinstance(url, str) and url:
            size = one.get("file_size")
            name = url.partition("?")[0].rpartition("/")[2][:_LONGEST_NAME]
            kind = _KINDS.get(str(one.get("file_type")), MediaKind.DOCUMENT)
            yield Attachment(kind=kind, source=url, name=name or None, size=size if isinstance(size, int) else None)


def _agent(sender: Any) -> str:
    told = sender if isinstance(sender, dict) else {}
    return str(told.get("available_name") or told.get("name") or "")[:_LONGEST_NAME]


def _handoff(talk: dict[str, Any]) -> str:
    told = _object(talk.get("custom_attributes"), HANDOFF)
    return told[:64] if isinstance(told, str) else ""


def _name(number: Any) -> str:
    return str(number)[:_LONGEST_ID] if isinstance(number, int | str) else ""


def _id(told: Any, name: str = "id") -> Any:
    return _object(told, name)


def _object(told: Any, name: str | int) -> Any:
    """Return a member, or None where there is none."""
    if isinstance(told, dict):
        return told.get(name)
    return told[name] if isinstance(told, list) and isinstance(name, int) and len(told) > name else None
