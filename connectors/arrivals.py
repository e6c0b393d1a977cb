"""What a channel posted, told apart: the result of every channel's `parse`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from app.settings import settings
from connectors.keys import LONGEST_ID, fitting
from connectors.traces import ids
from desk import contacts
from support import mail
from support.messages import Message, channel_of
from support.ports import Books, UnitOfWork
from support.receipts import Receipt
from support.shelves import Stray

LIKELY = "language_is_likely"
"""In the data of a message whose language is only likely, as that of most people with such a number."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message to work on."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something a customer did that people may want to see and nobody answers: a reaction, a changed text."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoed:
    """What a person of ours said past us, in the channel's own app."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Authentic and not understood: kept whole. `body` is what was posted, as JSON where it was JSON."""

    channel: str
    body: str
    fault: str


Arrival = Arrived | Noted | Echoed | Receipt | Unknown


def take(uow: UnitOfWork, arrival: Arrival) -> bool:
    """Put it where it belongs; False when it is in the books already. The caller commits."""
    now = datetime.now(UTC)
    match _fitted(arrival):
        case Arrived(message=message):
            hold = timedelta(seconds=settings().burst_seconds)
            return _met(uow, message, mail.receive(uow, _quoting(uow, message), now=now, hold=hold))
        case Noted(message=message):
            return _met(uow, message, mail.note(uow, _quoting(uow, message)))
        case Echoed(message=message):
            return mail.echo(uow, _quoting(uow, message))
        case Receipt() as receipt:
            return mail.acknowledge(uow, receipt)
        case Unknown() as stray:
            uow.strays.put(Stray(channel=stray.channel, came_at=now, body=stray.body, fault=stray.fault))
            _log.warning("channel.arrival.stray", channel=stray.channel, size=len(stray.body), **ids(stray.body))
            return True


def _fitted(arrival: Arrival) -> Arrival:
    """Return it with ids that our columns take; an address cannot be shortened, for it is answered at."""
    match arrival:
        case Arrived(message=message) | Noted(message=message) | Echoed(message=message):
            if len(message.conversation_id) > LONGEST_ID:
                name, size = channel_of(message.conversation_id), len(message.conversation_id)
                return Unknown(channel=name, body=message.text, fault=f"its conversation's id has {size} characters")
            return replace(arrival, message=replace(message, id=fitting(message.id, LONGEST_ID)))
        case Receipt(external_id=external_id):
            return replace(arrival, external_id=fitting(external_id))
    return arrival


def take_all(books: Books, arrivals: Iterable[Arrival]) -> None:
    """Put them all where they belong, in one transaction."""
    with books.writing() as uow:
        for arrival in arrivals:
            take(uow, arrival)
        uow.commit()


def _met(uow: UnitOfWork, message: Message, is_new: bool) -> bool:
    if is_new:
        contacts.meet(uow, message)
    return is_new


def _quoting(uow: UnitOfWork, message: Message) -> Message:
    """Return the message with what it quotes of ours under our id: the channel only knows its own, of one part."""
    quoted = message.quotes or ""
    channel, _, name = quoted.partition(":")
    _account, _, external_id = name.partition(":")
    names = (quoted, external_id) if external_id else ()  # in parts as the channel's `send` named them
    ours = next(filter(None, (uow.receipts.message_of(channel, fitting(name)) for name in names)), None)
    return replace(message, quotes=ours or fitting(quoted, LONGEST_ID)) if quoted else message
