"""What people do with a conversation: it is opened for them, taken, answered, closed. The caller commits."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desk.expecting import team_for
from support import mail
from support.events import HolderChanged
from support.handoffs import Handoff, Outcome, Reason
from support.messages import Author, ConversationId, Message
from support.ports import UnitOfWork

_ID_DIGITS = 24
"""96 bits: of a billion handoffs two share an id with a chance of 1 in 10^11."""


def open_handoff(
    uow: UnitOfWork,
    conversation_id: ConversationId,
    *,
    reason: Reason,
    opened_by: str,
    context: Mapping[str, Any],
    now: datetime,
) -> Handoff:
    """Give the conversation to people; the same message opens it once, however often its turn is run.

    Only trouble opens a closed one again: a message that was given up, tried again, and given up once more.
    """
    uow.conversations.keep_still(conversation_id)  # the bot and a person may hand it over in the same instant
    handoff_id = hashlib.sha256(opened_by.encode()).hexdigest()[:_ID_DIGITS]
    latest = uow.handoffs.latest(conversation_id)
    if latest is not None and latest.closed_at is None:
        return latest
    if latest is not None and latest.id == handoff_id and reason is not Reason.TROUBLE:
        return latest
    handoff = Handoff(
        id=handoff_id,
        conversation_id=conversation_id,
        reason=reason,
        opened_by=opened_by,
        opened_at=now,
        context=context,
        team=team_for(uow, conversation_id, context).id,
    )
    uow.handoffs.save(handoff)
    uow.record(HolderChanged(handoff=handoff, at=now))
    return handoff


def change(uow: UnitOfWork, before: Handoff, after: Handoff, *, by: str | None, now: datetime | None) -> Handoff:
    """Keep what became of a handoff, where anything did; `by` says who did it."""
    if after != before:
        uow.handoffs.save(after)
        uow.record(HolderChanged(handoff=after, by=by, at=now))
    return after


def take(uow: UnitOfWork, handoff_id: str, agent: str, *, now: datetime | None = None) -> Handoff:
    """Make the handoff this agent's. Raises: HandoffTaken, Conflict, NotFound."""
    before = uow.handoffs.get(handoff_id)
    return change(uow, before, before.take(agent, now), by=agent, now=now)


def reply(uow: UnitOfWork, handoff_id: str, agent: str, text: str, *, id: str, now: datetime) -> Handoff:
    """Say something to the customer, taking the handoff first. Raises: HandoffTaken, Conflict, NotFound."""
    handoff = take(uow, handoff_id, agent, now=now)
    message = Message(
        id=id,
        conversation_id=handoff.conversation_id,
        author=Author.AGENT,
        name=agent,
        text=text,
        sent_at=now,
        language=handoff.context.get("language"),
    )
    mail.post(uow, message)
    return handoff


def close(
    uow: UnitOfWork,
    handoff_id: str,
    *,
    farewell: str | None,
    now: datetime,
    outcome: Outcome = Outcome.RESOLVED,
    by: str | None = None,
) -> Handoff:
    """Return the conversation to the bot and tell the customer, in `farewell`; closing twice tells them once."""
    before = uow.handoffs.get(handoff_id)
    handoff = change(uow, before, before.close(now, outcome), by=by, now=now)
    if handoff == before or farewell is None:
        return handoff
    message = Message(
        id=f"{handoff.id}/closed.{handoff.opened_at.timestamp():.6f}",  # trouble may open it again: closed anew
        conversation_id=handoff.conversation_id,
        author=Author.BOT,
        text=farewell,
        sent_at=now,
        language=handoff.context.get("language"),
    )
    mail.post(uow, message)
    return handoff


def transcript(uow: UnitOfWork, conversation_id: ConversationId) -> list[Message]:
    """Return every word since the first message ever, in the order it was said."""
    said = [*uow.inbox.messages(conversation_id), *uow.outbox.messages(conversation_id)]
    return sorted(said, key=lambda message: message.sent_at)
