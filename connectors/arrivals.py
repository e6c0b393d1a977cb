"""What a channel posted, told apart: the result of every channel's `parse`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.settings import settings
from support import mail
from support.messages import Message
from support.ports import Books, Stray, UnitOfWork
from support.receipts import Receipt


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
    match arrival:
        case Arrived(message=message):
            return mail.receive(uow, message, now=now, hold=timedelta(seconds=settings().burst_seconds))
        case Noted(message=message):
            return mail.note(uow, message)
        case Echoed(message=message):
            return mail.echo(uow, message)
        case Receipt():
            return mail.acknowledge(uow, arrival)
        case Unknown():
            stray = Stray(channel=arrival.channel, came_at=now, body=arrival.body, fault=arrival.fault)
            uow.strays.put(stray)
            return True


def take_all(books: Books, arrivals: Iterable[Arrival]) -> None:
    """Put them all where they belong, in one transaction."""
    with books.writing() as uow:
        for arrival in arrivals:
            take(uow, arrival)
        uow.commit()
