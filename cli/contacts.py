"""`parley contacts`: who is who across channels."""

from datetime import UTC, datetime

import click

from app.wiring import books
from cli.handoffs import spoken
from cli.words import first_words, harmless
from desk import contacts as who
from support.contacts import Contact, Identity
from support.messages import ConversationId
from support.ports import UnitOfWork

_TIME = "%Y-%m-%d %H:%M"


@click.group()
def contacts() -> None:
    """People, and the channels they write on."""


@contacts.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many.")
@click.option("--all", "strangers", is_flag=True, help="Strangers, too: no name, nothing verified.")
def list_latest(limit: int, strangers: bool) -> None:
    """List those met last, newest first: since when, who, where, and what they wrote last."""
    with books().reading() as uow:
        found, everybody = uow.contacts.latest(limit, strangers=strangers), uow.contacts.latest(limit)
        lines = [_line(uow, contact) for contact in found]
    for line in lines:
        click.echo(line)
    if not everybody:
        click.echo("Nobody has written yet.")
    elif found != everybody:
        click.echo("`./parley contacts list --all` has strangers, too: no name, nothing verified.")


@contacts.command()
@click.argument("named")
def show(named: str) -> None:
    """Show a contact (its id, or one of its conversations) and every word with them."""
    with books().reading() as uow:
        contact = _find(uow, named)
        said = who.transcript(uow, contact)
    _tell(contact)
    for message in said:
        click.echo(spoken(message))


@contacts.command()
@click.argument("into")
@click.argument("other")
def merge(into: str, other: str) -> None:
    """Make one of two contacts, named by id or conversation; the first one's id stays."""
    with books().writing() as uow:
        contact = who.merge(uow, _find(uow, into).id, _find(uow, other).id)
        uow.commit()
    _tell(contact)


@contacts.command()
@click.argument("conversation_id")
def split(conversation_id: str) -> None:
    """Make a conversation a contact of its own; it is never joined by itself again."""
    with books().writing() as uow:
        contact = who.split(uow, ConversationId(conversation_id), now=datetime.now(UTC))
        uow.commit()
    _tell(contact)


def _find(uow: UnitOfWork, named: str) -> Contact:
    """Return the contact with this id or conversation: ids have no colon."""
    return who.contact_of(uow, ConversationId(named)) if ":" in named else uow.contacts.get(named)


def _tell(contact: Contact) -> None:
    click.echo(f"{contact.id}  {_name(contact)}")
    for identity in contact.identities:
        click.echo(f"    {_known(identity)}")


def _line(uow: UnitOfWork, contact: Contact) -> str:
    met_at = min(identity.met_at for identity in contact.identities)
    said = [message for id in contact.conversation_ids for message in uow.inbox.messages(id, limit=1)]
    latest = max(said, key=lambda message: message.sent_at, default=None)
    words = f'"{first_words(latest)}"' if latest else "-"
    where = map(_known, contact.identities)
    return "  ".join([f"{met_at:{_TIME}}", contact.id, _name(contact), *where, words])


def _name(contact: Contact) -> str:
    return harmless(" ".join((contact.name or "?").split()))


def _known(identity: Identity) -> str:
    verified = ", ".join(claim for claim in (identity.phone, identity.email) if claim)
    return f"{identity.conversation_id}{f' ({verified})' if verified else ''}"
