"""The ways a message enters our books."""

from dataclasses import replace
from datetime import datetime, timedelta

from support.deliveries import Delivery, State
from support.events import MessagePosted, MessageReceived, StatusChanged
from support.messages import Kind, Message, channel_of
from support.ports import UnitOfWork
from support.receipts import Receipt, Status

_LONGEST_HOLD = 4
"""A burst is waited for at most this many times the hold, counted from its first message."""


def receive(uow: UnitOfWork, message: Message, *, now: datetime, hold: timedelta = timedelta()) -> bool:
    """Take in a customer's message to be worked on; False when this id is in the books already.

    One that may be the beginning of a burst is held back for `hold`, and holds back those before it as long again.
    """
    due_at = now + hold if may_join(message) else now
    is_new = uow.inbox.put(Delivery(message=message, due_at=due_at))
    if is_new:
        uow.record(MessageReceived(message=message))
        if hold and may_join(message):
            uow.inbox.hold(message.conversation_id, until=due_at, at_most=hold * _LONGEST_HOLD)
    return is_new


def may_join(message: Message) -> bool:
    """Whether a message can be one of several that are read as one: typed text, nothing pressed or sent along."""
    return message.kind is Kind.TEXT and message.payload is None and not message.attachments


def note(uow: UnitOfWork, message: Message) -> bool:
    """Keep what a customer did for people to see, without working on it; False when it is in the books already."""
    is_new = uow.inbox.put(Delivery(message=message, due_at=message.sent_at, state=State.SETTLED))
    if is_new:
        uow.record(MessageReceived(message=message))
    return is_new


def post(uow: UnitOfWork, message: Message) -> bool:
    """Say something to a customer; False when this id was said already."""
    is_new = uow.outbox.put(Delivery(message=message, due_at=message.sent_at))
    if is_new:
        uow.record(MessagePosted(message=message))
    return is_new


def echo(uow: UnitOfWork, message: Message) -> bool:
    """Keep what a person said past us, in the channel's own app; False when it is in the books already."""
    is_new = uow.outbox.put(Delivery(message=message, due_at=message.sent_at, state=State.SETTLED))
    if is_new:
        uow.record(MessagePosted(message=message))
    return is_new


def sent(uow: UnitOfWork, message: Message, number: int, external_id: str) -> None:
    """Note that a part of a message went out, and what the channel calls it; its receipts may be here already."""
    uow.receipts.note_part(message, number, external_id)
    _tell_status(uow, message)


def acknowledge(uow: UnitOfWork, receipt: Receipt) -> bool:
    """Note how far a thing we sent has come; False when that is no news."""
    if not uow.receipts.put(receipt):
        return False
    message_id = uow.receipts.message_of(receipt.channel, receipt.external_id) or _noted_late(uow, receipt)
    delivery = None if message_id is None else uow.outbox.get(message_id)
    if delivery is not None:
        _tell_status(uow, delivery.message)
        _post_again(uow, delivery.message, receipt)
    return True


def _post_again(uow: UnitOfWork, said: Message, receipt: Receipt) -> None:
    """Say it once more in the form the channel would take: once, whatever comes of that."""
    if receipt.again and "again" not in said.data:
        data = {**said.data, "again": receipt.again}
        post(uow, replace(said, id=f"{said.id}/again", sent_at=receipt.at, data=data))


def _noted_late(uow: UnitOfWork, receipt: Receipt) -> str | None:
    """Note a part whose sender died, or lost the line, before it heard that the channel had taken it.

    One that failed is not noted, to be tried again; whose it is we know all the same.
    """
    message_id, _, number = (receipt.key or "").rpartition("/")
    if not (number.isascii() and number.isdigit()):
        return None
    delivery = uow.outbox.get(message_id)
    if delivery is None or channel_of(delivery.message.conversation_id) != receipt.channel:
        return None  # whoever else sends through this account gives its messages names of its own
    if receipt.status is not Status.FAILED and int(number) not in uow.receipts.parts(message_id):
        uow.receipts.note_part(delivery.message, int(number), receipt.external_id)
    return message_id


def _tell_status(uow: UnitOfWork, message: Message) -> None:
    found = uow.receipts.of([message.id]).get(message.id)
    if found is not None:
        status, fault = found
        changed = StatusChanged(
            conversation_id=message.conversation_id, message_id=message.id, status=status, fault=fault
        )
        uow.record(changed)
