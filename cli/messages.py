"""`parley messages`: what became of messages, and another chance for those that were given up."""

from datetime import UTC, datetime

import click

from app.wiring import books
from cli.words import first_words, harmless
from desk import dead_letters
from desk.dead_letters import DeadLetter
from support.deliveries import Delivery, State
from support.errors import NotFound
from support.messages import ConversationId, channel_of
from support.ports import UnitOfWork

_TIME = "%Y-%m-%d %H:%M:%S"
_OURS = {State.PENDING: "waiting", State.SETTLED: "done", State.DEAD: "given up"}
"""How far a message has come where its channel tells nothing."""


@click.group()
def messages() -> None:
    """Messages on their way, and those that were given up."""


@messages.command()
@click.option("--text", is_flag=True, help="Show what was written, too.")
def dead(text: bool) -> None:
    """List what was given up, in and out, oldest first."""
    with books().reading() as uow:
        found = dead_letters.dead(uow)
    for letter in found:
        click.echo(_line(letter))
        if text:
            click.echo(f"    {harmless(letter.delivery.message.full_text)}")
    click.echo("`./parley messages retry ID` tries one again." if found else "Nothing was given up.")


@messages.command()
@click.argument("message_id", required=False)
@click.option("--all", "everything", is_flag=True, help="All that was given up.")
def retry(message_id: str | None, everything: bool) -> None:
    """Try a message again that was given up."""
    if bool(message_id) == everything:
        raise click.UsageError("name a message, or say --all")
    with books().writing() as uow:
        now = datetime.now(UTC)
        revived = [dead_letters.retry(uow, message_id, now=now)] if message_id else dead_letters.retry_all(uow, now=now)
        uow.commit()
    for letter in revived:
        click.echo(f"{letter.box}  {letter.delivery.message.id}: will be tried again.")
    if not revived:
        click.echo("Nothing was given up.")


@messages.command()
@click.option("--body", is_flag=True, help="Show what was posted, too: customers' words may be in it.")
def strays(body: bool) -> None:
    """List what channels posted and Parley did not understand, newest last."""
    with books().reading() as uow:
        found = uow.strays.all()
    for stray in found:
        click.echo("  ".join([f"{stray.came_at:{_TIME}}", stray.channel, f"{len(stray.body)} characters", stray.fault]))
        if body:
            click.echo(f"    {harmless(stray.body)}")
    if not found:
        click.echo("Everything was understood.")


@messages.command()
@click.argument("conversation_id")
def status(conversation_id: str) -> None:
    """Show how far each message to a customer has come, oldest first."""
    with books().reading() as uow:
        lines = _stations(uow, ConversationId(conversation_id))
    if not lines:
        raise NotFound(f"nothing was said in {conversation_id}; `./parley contacts list` shows conversations")
    for line in lines:
        click.echo(line)


def _line(letter: DeadLetter) -> str:
    delivery, message = letter.delivery, letter.delivery.message
    when, channel = f"{message.sent_at:{_TIME}}", channel_of(message.conversation_id)
    tries = f"{delivery.attempts} tries"
    parts = (when, letter.box, channel, message.conversation_id, message.id, tries, delivery.fault or "?")
    return "  ".join(parts)


def _stations(uow: UnitOfWork, conversation_id: ConversationId) -> list[str]:
    said = uow.outbox.messages(conversation_id)
    told = uow.receipts.of([message.id for message in said])
    deliveries = [delivery for message in said if (delivery := uow.outbox.get(message.id)) is not None]
    return ["  ".join(_station(delivery, told.get(delivery.message.id))) for delivery in deliveries]


def _station(delivery: Delivery, told: tuple[str, str | None] | None) -> tuple[str, ...]:
    """Return when, how far, who, what, why it came no further, which; the channel's word counts before ours."""
    message = delivery.message
    place, fault = told if told and delivery.state is not State.DEAD else (_OURS[delivery.state], delivery.fault)
    name = getattr(place, "value", place)
    said = f"{message.author.value}: {first_words(message)}"
    return (f"{message.sent_at:{_TIME}}", f"{name:<9}", said, *((fault,) if fault else ()), message.id)
