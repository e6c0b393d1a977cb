"""The two ways a message enters our books."""

from support.deliveries import Delivery
from support.events import MessagePosted, MessageReceived
from support.messages import Message
from support.ports import UnitOfWork


def receive(uow: UnitOfWork, message: Message) -> bool:
    """Take in a customer's message; False when this id is in the books already."""
    is_new = uow.inbox.put(Delivery(message=message, due_at=message.sent_at))
    if is_new:
        uow.record(MessageReceived(message=message))
    return is_new


def post(uow: UnitOfWork, message: Message) -> bool:
    """Say something to a customer; False when this id was said already."""
    is_new = uow.outbox.put(Delivery(message=message, due_at=message.sent_at))
    if is_new:
        uow.record(MessagePosted(message=message))
    return is_new
