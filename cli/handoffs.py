"""`parley handoffs`: conversations in people's hands, until the desk has its page."""

import getpass
import json
import sys
import uuid
from datetime import UTC, datetime

import click

from app.texts import texts
from app.wiring import books
from cli.words import harmless
from desk import contacts, handing_over
from support.handoffs import Handoff, Outcome, holder
from support.messages import Message, channel_of
from targets import check


@click.group()
def handoffs() -> None:
    """Conversations the bot has handed to people."""


@handoffs.command("list")
def list_open() -> None:
    """List the open ones, longest waiting first."""
    with books().reading() as uow:
        found = uow.handoffs.open()
    for handoff in found:
        click.echo(_line(handoff, datetime.now(UTC)))
    if not found:
        click.echo("Nobody is waiting.")


@handoffs.command()
@click.argument("handoff_id")
def show(handoff_id: str) -> None:
    """Show what the bot knows, and every word that was said, on every channel of theirs."""
    with books().reading() as uow:
        handoff = uow.handoffs.get(handoff_id)
        said = contacts.whole_transcript(uow, handoff.conversation_id)
        notes = uow.notes.of([handoff.conversation_id])
    click.echo(_line(handoff, datetime.now(UTC)))
    click.echo(harmless(json.dumps(dict(handoff.context), ensure_ascii=False, indent=2)))
    for note in notes:
        click.echo(harmless(f"{note.written_at:%Y-%m-%d %H:%M:%S}  note     {note.name:>10}: {note.text}"))
    for message in said:
        click.echo(spoken(message))


@handoffs.command()
@click.argument("handoff_id")
@click.argument("text")
@click.option("--agent", default=getpass.getuser, show_default="your user name", help="Who answers.")
def reply(handoff_id: str, text: str, agent: str) -> None:
    """Answer the customer; the handoff becomes yours."""
    with books().writing() as uow:
        handing_over.reply(uow, handoff_id, agent, text, id=uuid.uuid4().hex, now=datetime.now(UTC))
        uow.commit()
    click.echo("Sent.")


@handoffs.command()
@click.argument("handoff_id")
@click.option("--resolved", is_flag=True, help="It is settled: they are asked how it was (PARLEY_SURVEY).")
def close(handoff_id: str, resolved: bool) -> None:
    """Give the conversation back to the bot."""
    outcome = Outcome.RESOLVED if resolved else Outcome.RETURNED
    with books().writing() as uow:
        language = uow.handoffs.get(handoff_id).context.get("language") or ""
        farewell = texts(language).get("bot", "handover_closed")
        handing_over.close(uow, handoff_id, farewell=farewell, now=datetime.now(UTC), outcome=outcome)
        uow.commit()
    click.echo("Closed; the bot answers again.")


@handoffs.command()
def target() -> None:
    """Try the settings of the desk that handoffs go to; exit status 1 when something is wrong."""
    findings = check.findings()
    for finding in findings:
        click.secho(f"{'✓' if finding.is_fine else '✗'} {finding.text}", fg="green" if finding.is_fine else "red")
    sys.exit(0 if all(finding.is_fine for finding in findings) else 1)


def _line(handoff: Handoff, now: datetime) -> str:
    minutes = int((now - handoff.opened_at).total_seconds() // 60)
    who = f" {handoff.taken_by}" if handoff.taken_by else ""
    language = handoff.context.get("language") or "?"
    parts = (handoff.id, f"{holder(handoff).value}{who}", handoff.reason.value, language, f"{minutes} min")
    return "  ".join([*parts, handoff.conversation_id])


def spoken(message: Message) -> str:
    """Return a line: when, where, who, what."""
    who = message.name or message.author.value
    when, where = f"{message.sent_at:%Y-%m-%d %H:%M:%S}", f"{channel_of(message.conversation_id):<8}"
    return harmless(f"{when}  {where}  {who:>10}: {message.full_text}")
