"""Looks up what an errand tells: the handoff, who the customer is, what was said, the files that came with it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from connectors.files import has_all
from desk import contacts
from support.contacts import Contact
from support.deliveries import State
from support.errands import Errand, Told
from support.errors import NotFound
from support.events import MessagePosted, MessageReceived
from support.messages import ConversationId, Message
from support.ports import UnitOfWork
from support.shelves import Media
from targets.port import Briefing

_AT_ONCE = 1000


def briefing(uow: UnitOfWork, errand: Errand) -> Briefing | None:
    """Return what there is to tell, or None while files are still on their way to our shelf. Raises: NotFound."""
    thread = uow.threads.get(errand.target, errand.handoff_id)
    if thread is None:
        raise NotFound(f"{errand.target} was never told of handoff {errand.handoff_id}")
    said, is_whole = _said(uow, errand)
    if not is_whole:
        return None
    return Briefing(
        errand=errand,
        thread=thread,
        handoff=uow.handoffs.get(errand.handoff_id),
        contact=_contact(uow, errand.conversation_id),
        said=said,
        transcript=_transcript(uow, errand) if errand.told is Told.OPENED else (),
        files=_files(uow, [said] if said else []),
    )


def _said(uow: UnitOfWork, errand: Errand) -> tuple[Message | None, bool]:
    """Return the message, and whether its files are all here or known not to come."""
    if errand.message_id is None:
        return None, True
    came = uow.inbox.get(errand.message_id)
    found = came or uow.outbox.get(errand.message_id)
    if found is None:
        return None, True
    return found.message, came is None or came.state is not State.PENDING or has_all(came.message)


def _contact(uow: UnitOfWork, conversation_id: ConversationId) -> Contact | None:
    with suppress(NotFound):
        return contacts.contact_of(uow, conversation_id)
    return None


def _transcript(uow: UnitOfWork, errand: Errand) -> tuple[Message, ...]:
    """Return every word up to the errand's place in the log: what came later has errands of its own."""
    said = contacts.whole_transcript(uow, errand.conversation_id)
    later = {id for name in {m.conversation_id for m in said} for id in _said_after(uow, errand.sequence, name)}
    return tuple(message for message in said if message.id not in later)


def _said_after(uow: UnitOfWork, sequence: int, conversation_id: ConversationId) -> Iterator[str]:
    while news := uow.events.since(sequence, conversation_id, limit=_AT_ONCE):
        for logged in news:
            if isinstance(logged.event, MessageReceived | MessagePosted):
                yield logged.event.message.id
        sequence = news[-1].sequence


def _files(uow: UnitOfWork, said: Sequence[Message]) -> tuple[Media, ...]:
    return tuple(uow.media.get(file.key) for message in said for file in message.attachments if file.key)
