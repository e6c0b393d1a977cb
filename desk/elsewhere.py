"""What people at another desk do with a conversation of ours. The caller commits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.handing_over import open_handoff, take
from support import mail
from support.events import NoteWritten
from support.handoffs import Handoff, Holder, Reason, holder
from support.messages import Attachment, Author, Kind, Message
from support.notes import Note
from support.ports import UnitOfWork


def reply(
    uow: UnitOfWork, handoff_id: str, said: Message, *, files: Sequence[Attachment] = (), now: datetime
) -> Handoff:
    """Say to the customer what an agent has said elsewhere; the handoff becomes theirs if it is nobody's.

    Whoever has it, and though it be closed: there the agent has said it already. Raises: NotFound.
    """
    handoff = uow.handoffs.get(handoff_id)
    if holder(handoff) is Holder.QUEUE:
        handoff = take(uow, handoff_id, said.name or "")
    kind = Kind.MEDIA if files and not said.text else Kind.TEXT
    message = replace(
        said,
        conversation_id=handoff.conversation_id,
        author=Author.AGENT,
        kind=kind,
        attachments=tuple(files),
        language=handoff.context.get("language"),
        sent_at=now,
    )
    mail.post(uow, message)
    return handoff


def note(uow: UnitOfWork, handoff_id: str, agent: str, text: str, *, id: str, now: datetime) -> Handoff:
    """Keep for people what an agent noted elsewhere; the customer never sees it. Twice is once. Raises: NotFound."""
    handoff = uow.handoffs.get(handoff_id)
    left = Note(id=id, conversation_id=handoff.conversation_id, written_by=agent, name=agent, text=text, written_at=now)
    if uow.notes.put(left):
        uow.record(NoteWritten(note=left))
    return handoff


def take_over(uow: UnitOfWork, handoff_id: str, agent: str, *, id: str, now: datetime) -> Handoff:
    """Give a conversation to the agent who opened it again elsewhere; as it is where people hold it. Raises: NotFound.

    Without an agent it waits for one.
    """
    before = uow.handoffs.get(handoff_id)
    latest = uow.handoffs.latest(before.conversation_id) or before
    if holder(latest) is not Holder.BOT:
        return latest
    opened = open_handoff(
        uow, before.conversation_id, reason=Reason.TAKEN_OVER, opened_by=id, context=latest.context, now=now
    )
    return take(uow, opened.id, agent) if agent and holder(opened) is Holder.QUEUE else opened
