"""What happened to a conversation besides words, told from the event log: who called whom, who took it, who left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from support.events import HolderChanged, LabelsChanged
from support.handoffs import Handoff, Outcome
from support.messages import ConversationId
from support.ports import Logged, UnitOfWork

_KINDS = {HolderChanged.__name__, LabelsChanged.__name__}


class What(str, Enum):
    """What changed."""

    CALLED = "called"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    SNOOZED = "snoozed"
    LABELLED = "labelled"
    RESOLVED = "resolved"
    RETURNED = "returned"
    LEFT = "left"


_END = {Outcome.RESOLVED: What.RESOLVED, Outcome.RETURNED: What.RETURNED, Outcome.LEFT: What.LEFT}
ENDS = frozenset(_END.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: `by` did it, `about` says to whom, to which team, why, until when, with which labels."""

    id: str
    conversation_id: ConversationId
    what: What
    at: datetime
    by: str | None = None
    about: str = ""


def changes(uow: UnitOfWork, conversation_ids: list[ConversationId]) -> list[Change]:
    """Return what happened in these conversations, oldest first."""
    return list(told(uow.events.of(conversation_ids, _KINDS)))


def told(log: Iterable[Logged]) -> Iterator[Change]:
    """Yield what the events say, each held against the one before it in its conversation."""
    latest: dict[ConversationId, Handoff] = {}
    for logged in log:
        match logged.event:
            case HolderChanged(handoff=handoff) as event:
                before = latest.get(handoff.conversation_id)
                yield from _of_holder(logged.sequence, event, before)
                latest[handoff.conversation_id] = handoff
            case LabelsChanged(at=datetime() as at) as event:
                yield Change(
                    id=f"change/{logged.sequence}",
                    conversation_id=event.conversation_id,
                    what=What.LABELLED,
                    at=at,
                    by=event.by,
                    about=", ".join(event.labels),
                )


def _of_holder(sequence: int, event: HolderChanged, before: Handoff | None) -> Iterator[Change]:
    handoff = event.handoff
    at = event.at or handoff.closed_at or handoff.taken_at or handoff.opened_at
    for number, (what, about) in enumerate(_differences(before, handoff, event.by)):
        yield Change(
            id=f"change/{sequence}.{number}",
            conversation_id=handoff.conversation_id,
            what=what,
            at=at,
            by=event.by or (handoff.taken_by if what is What.TAKEN else None),
            about=about,
        )


def _differences(before: Handoff | None, now: Handoff, by: str | None) -> Iterator[tuple[What, str]]:
    if before is None or before.id != now.id or (before.closed_at is not None and now.closed_at is None):
        yield What.CALLED, now.reason.value
        before = None
    if before is not None and before.closed_at is None and now.closed_at is not None:
        yield _END[now.outcome or Outcome.RESOLVED], ""
        return
    if now.team is not None and now.team != (before and before.team):
        yield What.TRANSFERRED, now.team
    if now.taken_by != (before and before.taken_by):
        yield _hands(now.taken_by, by), now.taken_by or ""
    if now.snoozed_until is not None and now.snoozed_until != (before and before.snoozed_until):
        yield What.SNOOZED, now.snoozed_until.isoformat()


def _hands(taken_by: str | None, by: str | None) -> What:
    if taken_by is None:
        return What.RELEASED
    return What.TAKEN if by in (None, taken_by) else What.ASSIGNED
