"""What of the event log a target has to be told: a fold, event by event, over who holds the conversation."""

from dataclasses import replace
from datetime import datetime

from support.errands import Errand, Thread, Told
from support.events import DeliveryDied, Event, HolderChanged, MessagePosted, MessageReceived, StatusChanged
from support.handoffs import Handoff, Holder, holder
from support.messages import ConversationId, Message
from support.ports import Logged
from support.receipts import Status

Step = tuple[Thread | None, Errand | None]
"""The thread as it is afterwards, None for none, and what there is to tell."""

_CHANGES = {Holder.AGENT: Told.TAKEN, Holder.BOT: Told.CLOSED}


def conversation_of(event: Event) -> ConversationId | None:
    """Return the conversation in which something happened that a target may have to know of."""
    match event:
        case HolderChanged(handoff=handoff):
            return handoff.conversation_id
        case MessageReceived(message=message) | MessagePosted(message=message):
            return message.conversation_id
        case StatusChanged() | DeliveryDied():
            return event.conversation_id
    return None


def told(target: str, logged: Logged, thread: Thread | None, now: datetime) -> Step:
    """Return what an event changes; `thread` is the handoff's own, or the conversation's latest."""
    match logged.event:
        case HolderChanged(handoff=handoff):
            return _held(target, handoff, logged.sequence, thread, now)
        case MessageReceived(message=message):
            return thread, _said(Told.RECEIVED, message, logged.sequence, thread, now)
        case MessagePosted(message=message) if not message.id.startswith(f"{target}:"):  # else it was said there
            return thread, _said(Told.POSTED, message, logged.sequence, thread, now)
        case StatusChanged(message_id=id, status=status, fault=fault):
            return thread, _status(id, status, fault, logged.sequence, thread, now)
        case DeliveryDied(message_id=id, box="outbox", fault=fault):
            return thread, _status(id, Status.FAILED, fault, logged.sequence, thread, now)
    return thread, None


def _held(target: str, handoff: Handoff, sequence: int, thread: Thread | None, now: datetime) -> Step:
    held_by = holder(handoff)
    before = thread or Thread(
        target=target,
        handoff_id=handoff.id,
        conversation_id=handoff.conversation_id,
        opened_at=handoff.opened_at,
        holder=Holder.BOT,
    )
    if held_by is before.holder:
        return thread, None
    change = Told.OPENED if not before.is_open else _CHANGES.get(held_by)
    after = replace(before, holder=held_by, is_closed_there=before.is_closed_there and held_by is Holder.BOT)
    if change is None:  # given back to the queue: that is a matter among people here
        return after, None
    return after, replace(_errand(change, sequence, after, now), is_known=before.external_id is not None)


def _said(kind: Told, message: Message, sequence: int, thread: Thread | None, now: datetime) -> Errand | None:
    if thread is None or not thread.is_open:
        return None
    return replace(_errand(kind, sequence, thread, now), message_id=message.id)


def _status(
    message_id: str, status: Status, fault: str | None, sequence: int, thread: Thread | None, now: datetime
) -> Errand | None:
    """Return how far something came that was said at the target; of anything else it knows nothing."""
    if thread is None or not message_id.startswith(f"{thread.target}:"):
        return None
    errand = _errand(Told.STATUS, sequence, thread, now)
    return replace(errand, message_id=message_id, status=status, fault=fault)


def _errand(kind: Told, sequence: int, thread: Thread, now: datetime) -> Errand:
    return Errand(
        target=thread.target,
        told=kind,
        conversation_id=thread.conversation_id,
        handoff_id=thread.handoff_id,
        sequence=sequence,
        at=now,
    )
