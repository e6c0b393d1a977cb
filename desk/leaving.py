"""What customers do while they wait: they go back to the bot, or leave an address. The caller commits."""

from dataclasses import replace
from datetime import datetime

from support import mail
from support.events import HolderChanged
from support.handoffs import Handoff, Outcome
from support.messages import Message
from support.ports import UnitOfWork


def go_back(uow: UnitOfWork, handoff: Handoff, farewell: Message, *, now: datetime) -> Handoff:
    """Let the bot answer again, as the customer wishes, and say so."""
    left = handoff.close(now, Outcome.LEFT)
    if left != handoff:
        uow.handoffs.save(left)
        uow.record(HolderChanged(handoff=left, at=now))
    mail.post(uow, farewell)
    return left


def leave_mail(uow: UnitOfWork, handoff: Handoff, address: str, thanks: Message) -> Handoff:
    """Keep an address to answer at, on the handoff and with the contact; they stay in the queue."""
    after = replace(handoff, context={**handoff.context, "email": address})
    uow.handoffs.save(after)
    uow.record(HolderChanged(handoff=after))
    known = uow.contacts.identity(handoff.conversation_id)
    if known is not None:
        uow.contacts.update(replace(known, left_email=address))
    mail.post(uow, thanks)
    return after
