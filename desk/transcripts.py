"""Everything with a customer in one line: words on every channel, notes, and who held the conversation when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.changes import ENDS, Change, changes
from desk.contacts import contact_of
from support.contacts import Contact
from support.errors import NotFound
from support.messages import ConversationId, Message
from support.notes import Note
from support.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the transcript."""

    id: str
    at: datetime
    content: Message | Note | Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Entries, oldest first; `before` is the first one's id where there are earlier ones."""

    entries: tuple[Entry, ...]
    before: str | None


def entry(content: Message | Note | Change) -> Entry:
    """Return a thing's line."""
    match content:
        case Message():
            return Entry(id=content.id, at=content.sent_at, content=content)
        case Note():
            return Entry(id=content.id, at=content.written_at, content=content)
        case Change():
            return Entry(id=content.id, at=content.at, content=content)


def transcript(uow: UnitOfWork, conversation_ids: Sequence[ConversationId]) -> list[Entry]:
    """Return all of it since the first message ever, oldest first."""
    ids = list(conversation_ids)
    words = (message for id in ids for box in (uow.inbox, uow.outbox) for message in box.messages(id))
    contents: Iterable[Message | Note | Change] = (*words, *uow.notes.of(ids), *changes(uow, ids))
    return sorted(map(entry, contents), key=_order)


def _order(line: Entry) -> tuple[datetime, int]:
    """Of what has one time: who takes a conversation says something then, and ends it when all is said."""
    is_change = isinstance(line.content, Change)
    is_end = isinstance(line.content, Change) and line.content.what in ENDS
    return line.at, 2 if is_end else 0 if is_change else 1


def part(entries: Sequence[Entry], before: str | None, limit: int) -> Part:
    """Return the last entries, or those before one of them. Raises: NotFound."""
    places = {line.id: place for place, line in enumerate(entries)}
    if before is not None and before not in places:
        raise NotFound("the transcript has no such place; load it anew")
    end = len(entries) if before is None else places[before]
    shown = tuple(entries[max(end - limit, 0) : end])
    return Part(entries=shown, before=shown[0].id if shown and end > limit else None)


def contact(uow: UnitOfWork, conversation_id: ConversationId) -> Contact | None:
    """Return whose conversation it is, None where nobody has met them."""
    known = uow.contacts.identity(conversation_id)
    return None if known is None else contact_of(uow, conversation_id)
