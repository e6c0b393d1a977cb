"""A customer's message becomes a turn: one at a time per conversation, committed with its replies or not at all."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from app.texts import texts
from app.turns import Turn, current_turn
from connectors.beyond_text import ALBUM, is_beyond, is_of_an_album, needs_a_listener, reply
from connectors.downloads import Downloads
from connectors.files import in_words, kept
from connectors.worker import seconds_until
from desk.handing_over import open_handoff
from support import mail
from support.deliveries import MAX_ATTEMPTS, WORK_SECONDS, Delivery, State
from support.errors import Conflict
from support.events import DeliveryDied, LanguageChanged
from support.handoffs import Holder, Reason, holder
from support.messages import Attachment, Author, Message
from support.ports import Books, UnitOfWork


class Receiver(Protocol):
    """The incoming half of a channel."""

    async def run(self, message: Message) -> None:
        """Have the bot work on a message; replies and memory land in app.turns.current_turn."""

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a file's content and media type; see connectors.files.Fetch."""

    async def attend(self, message: Message) -> None:
        """Show the customer that their message is read and worked on, where the channel can."""


Batch = list[Delivery]
"""What a customer said in one breath: read, answered and settled as one. The first one's id is the turn's."""

_COARSE = timedelta(seconds=1)
"""Providers tell times in whole seconds."""

_log = structlog.get_logger()


def rest(books: Books, channel: str) -> float:
    """Return the seconds until there may be a message to work on: no lock is taken to look."""
    with books.reading() as uow:
        return seconds_until(uow.inbox.next_due(channel, datetime.now(UTC)))


def lease(books: Books, channel: str, hold: timedelta, downloads: Downloads) -> list[Batch]:
    """Claim the next message, if there is one, with `hold` also what was typed in one breath with it.

    One at a time: breaths can be long, and whoever posts to us waits in the same line.
    """
    now, gate = datetime.now(UTC), downloads.gate()
    with books.writing() as uow:
        heads = uow.inbox.lease_heads(channel, now, rest=gate)
        batches = [_breath(uow, head, hold, now) for head in heads]
        uow.commit()
    for head in heads:
        if head.state is not State.DEAD:
            downloads.begin(head.message)
    return batches


def _breath(uow: UnitOfWork, head: Delivery, hold: timedelta, now: datetime) -> Batch:
    if head.state is State.DEAD:  # in one transaction: who dies here again must not leave it dead and untold
        _give_up(uow, head)
    # What has failed before is tried alone: it must not take its neighbours down with it.
    is_open = head.state is not State.DEAD and head.attempts == 1 and mail.may_join(head.message)
    joins = is_open and hold > timedelta()
    return [head, *uow.inbox.lease_after(head, now, within=hold + _COARSE)] if joins else [head]


async def answer(books: Books, batch: Batch, receiver: Receiver, downloads: Downloads) -> None:
    """Work on leased messages to their end: answered, kept for people, failed and due again, or given up."""
    head = batch[0]
    if head.state is State.DEAD:
        return
    try:
        async with asyncio.timeout(WORK_SECONDS):
            message = await _with_files(books, batch, receiver, downloads)
            if not await asyncio.to_thread(_keep_for_people, books, batch):
                await _run_turn(books, batch, message, receiver)
    except Conflict:
        _log.warning("inbox.turn.overtaken", message=head.message.id)
    except Exception as error:
        _log.exception("inbox.turn.failed", message=head.message.id, attempt=head.attempts)
        await asyncio.to_thread(_fail, books, batch, f"{type(error).__name__}: {error}")


async def _with_files(books: Books, batch: Batch, receiver: Receiver, downloads: Downloads) -> Message:
    """Return what was said, with its files on our shelf before anything else may fail, and its voice in words."""
    is_last = batch[0].attempts >= MAX_ATTEMPTS
    try:
        message = await kept(books, joined(batch), receiver.fetch, is_last=is_last)
    finally:
        downloads.end(batch[0].message)
    return await in_words(books, message)


async def _run_turn(books: Books, batch: Batch, message: Message, receiver: Receiver) -> None:
    if is_beyond(message):
        await asyncio.to_thread(_settle_wordless, books, batch, message)
        return
    turn = Turn()
    token = current_turn.set(turn)
    attending = asyncio.ensure_future(_attend(receiver, message))
    try:
        await receiver.run(message)
        await asyncio.to_thread(_settle, books, batch, turn)
    finally:
        current_turn.reset(token)
        attending.cancel()


async def _attend(receiver: Receiver, message: Message) -> None:
    """Show the customer that they are read; nothing hangs on it."""
    try:
        await receiver.attend(message)
    except Exception as error:
        _log.info("inbox.attend.failed", message=message.id, fault=type(error).__name__)


def joined(batch: Batch) -> Message:
    """Return what was said as one message."""
    messages = [delivery.message for delivery in batch]
    return replace(messages[0], text="\n".join(message.text for message in messages))


def _keep_for_people(books: Books, batch: Batch) -> bool:
    """Settle what people will answer; True when it was theirs.

    A handoff opened by this very message does not count: its turn died before it was committed, and the
    customer has not heard yet that a person comes.
    """
    message = batch[0].message
    with books.reading() as uow:
        handoff = uow.handoffs.latest(message.conversation_id)
    if handoff is None or holder(handoff) is Holder.BOT or handoff.opened_by == message.id:
        return False
    with books.writing() as uow:
        _settle_all(uow, batch)
        uow.commit()
    return True


def _settle_all(uow: UnitOfWork, batch: Batch) -> None:
    uow.inbox.save_all(batch, [delivery.settled() for delivery in batch])


def _settle(books: Books, batch: Batch, turn: Turn) -> None:
    message = batch[0].message
    with books.reading() as uow:  # looked up first: nobody has to wait for that
        spoken = _spoken(uow, message)
    if not turn.replies:  # Rasa swallows what an action raises, and silence is no answer
        _log.error("inbox.turn.silent", message=message.id)
    replies = turn.replies or [_trouble(message, spoken)]
    with books.writing() as uow:
        _settle_all(uow, batch)
        if turn.memory is not None:
            uow.trackers.put(message.conversation_id, turn.memory)
        for number, reply in enumerate(replies):
            spoken = _note_language(uow, reply, spoken)
            mail.post(uow, replace(reply, id=f"{message.id}/{number}", sent_at=datetime.now(UTC)))
        uow.commit()


def _settle_wordless(books: Books, batch: Batch, message: Message) -> None:
    """Answer what has no words in it; a voice goes to a person in the same transaction."""
    with books.writing() as uow:
        _settle_all(uow, batch)
        if is_of_an_album(message, uow.inbox.messages(message.conversation_id, limit=ALBUM)):
            uow.commit()
            return
        now, spoken = datetime.now(UTC), _spoken(uow, message)
        answered = reply(message, spoken or message.language or "")
        if needs_a_listener(message):
            context = {"language": answered.language}
            open_handoff(
                uow, message.conversation_id, reason=Reason.VOICE, opened_by=message.id, context=context, now=now
            )
        _note_language(uow, answered, spoken)
        mail.post(uow, replace(answered, id=f"{message.id}/0", sent_at=now))
        uow.commit()


def _spoken(uow: UnitOfWork, message: Message) -> str | None:
    """Return the language that was spoken last to this customer."""
    said = uow.outbox.messages(message.conversation_id, limit=1)
    return said[-1].language if said else None


def _note_language(uow: UnitOfWork, reply: Message, spoken: str | None) -> str | None:
    """Tell of another language than the one spoken before, and return what is spoken now."""
    if reply.language is not None and reply.language != spoken:
        uow.record(LanguageChanged(conversation_id=reply.conversation_id, language=reply.language))
    return reply.language


def _trouble(message: Message, spoken: str | None) -> Message:
    """Return that something went wrong, in the language of the conversation."""
    own = texts(spoken or message.language or "")
    return Message(
        id="",
        conversation_id=message.conversation_id,
        author=Author.BOT,
        text=own.get("bot", "trouble"),
        sent_at=message.sent_at,
        language=own.language,
    )


def _fail(books: Books, batch: Batch, fault: str) -> None:
    now, chance = datetime.now(UTC), random.random()
    after = [delivery.failed(now, fault, chance=chance) for delivery in batch]
    with books.writing() as uow:
        uow.inbox.save_all(batch, after)
        for failed in after:
            if failed.state is State.DEAD:
                _give_up(uow, failed)
        uow.commit()


def _give_up(uow: UnitOfWork, delivery: Delivery) -> None:
    """Tell the customer, and have a person look: a dead message must not be met with silence."""
    message = delivery.message
    _log.error("inbox.turn.dead", message=message.id, fault=delivery.fault)
    now, trouble = datetime.now(UTC), _trouble(message, _spoken(uow, message))
    death = f"{message.id}/dead.{delivery.due_at.timestamp():.6f}"  # tried again and given up once more: told anew
    mail.post(uow, replace(trouble, id=death, sent_at=now))
    context = {"language": trouble.language, "fault": delivery.fault}
    open_handoff(uow, message.conversation_id, reason=Reason.TROUBLE, opened_by=message.id, context=context, now=now)
    died = DeliveryDied(
        conversation_id=message.conversation_id, message_id=message.id, box="inbox", fault=delivery.fault
    )
    uow.record(died)
