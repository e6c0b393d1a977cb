"""What happened, as the desk's stream tells it. A place in the log is the id; what is in no log has none."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desk.changes import changes
from desk.faults import spoken
from desk.transcripts import entry
from support.events import (
    DeliveryDied,
    Event,
    HolderChanged,
    LabelsChanged,
    LanguageChanged,
    MessageAmended,
    MessagePosted,
    MessageReceived,
    NoteWritten,
    RatingGiven,
    StatusChanged,
    TeamsChanged,
)
from support.messages import ConversationId
from support.ports import Logged, UnitOfWork
from web.desk import promises, wire
from web.desk.reading import names
from web.desk.wire import NameOf


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of the stream as it goes over the line; encoded once, for all who hear it."""

    text: str
    sequence: int | None = None


def encoded(kind: str, data: dict[str, Any], sequence: int | None = None) -> Frame:
    """Return a frame (WHATWG HTML, server-sent events); JSON never holds a line break."""
    identity = f"id: {sequence}\n" if sequence is not None else ""
    return Frame(f"event: {kind}\n{identity}data: {json.dumps(data, ensure_ascii=False)}\n\n", sequence)


def frames(uow: UnitOfWork, logged: Sequence[Logged]) -> list[Frame]:
    """Return what these events tell: first the rows as they are now, which have no place, then each in its place.

    So a browser that is cut off in between and comes back to the last place it heard of misses no row.
    """
    ids = {id: each.sequence for each in logged if (id := _conversation(each.event)) is not None}
    if not ids and not any(isinstance(each.event, TeamsChanged) for each in logged):
        return []
    teams = uow.teams.all()
    rows = [encoded("conversation", wire.row(row, teams)) for row in uow.conversations.some(list(ids))]
    name_of = names(uow)
    return [*rows, *(frame for each in logged for frame in _told(uow, each, name_of))]


def _conversation(event: Event) -> ConversationId | None:
    match event:
        case MessageReceived(message=message) | MessagePosted(message=message) | MessageAmended(message=message):
            return message.conversation_id
        case HolderChanged(handoff=handoff):
            return handoff.conversation_id
        case NoteWritten(note=note):
            return note.conversation_id
        case LabelsChanged() | LanguageChanged():
            return event.conversation_id
        case StatusChanged() | DeliveryDied():
            return event.conversation_id
    return None


def _told(uow: UnitOfWork, logged: Logged, name_of: NameOf) -> Iterator[Frame]:
    match logged.event:
        case MessageReceived(message=message) | MessagePosted(message=message) | MessageAmended(message=message):
            yield encoded("message", wire.entry(entry(message), name_of), logged.sequence)
        case NoteWritten(note=note):
            yield encoded("note", wire.entry(entry(note), name_of), logged.sequence)
        case HolderChanged() | LabelsChanged():
            yield from _changed(uow, logged, name_of)
        case RatingGiven() as event:
            yield from _rated(uow, event, logged.sequence)
        case TeamsChanged():
            yield encoded("teams", {}, logged.sequence)
        case StatusChanged() as event:
            yield _status(event.conversation_id, event.message_id, event.status.value, event.fault, logged.sequence)
        case DeliveryDied(box="outbox") as event:
            yield _status(event.conversation_id, event.message_id, "failed", event.fault, logged.sequence)


def _changed(uow: UnitOfWork, logged: Logged, name_of: NameOf) -> Iterator[Frame]:
    """Yield what this event changed: it tells how things stand, so those before it are looked at too."""
    conversation_id = _conversation(logged.event)
    ids = (f"change/{logged.sequence}", f"change/{logged.sequence}.")
    for change in changes(uow, [conversation_id] if conversation_id else []):
        if change.id == ids[0] or change.id.startswith(ids[1]):
            yield encoded("change", wire.entry(entry(change), name_of), logged.sequence)


def _rated(uow: UnitOfWork, event: RatingGiven, sequence: int) -> Iterator[Frame]:
    found = uow.ratings.get(event.handoff_id)
    if found is not None:
        told = {"conversation_id": event.conversation_id, "rating": promises.rating(found)}
        yield encoded("rating", told, sequence)


def _status(conversation_id: str, message_id: str, status: str, fault: str | None, sequence: int) -> Frame:
    data = {"conversation_id": conversation_id, "message_id": message_id, "status": status, "fault": spoken(fault)}
    return encoded("status", data, sequence)
