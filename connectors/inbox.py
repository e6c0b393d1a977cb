"""A customer's message becomes a turn: one at a time per conversation, committed with its replies or not at all."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from app.turns import Turn, current_turn
from connectors.asides import set_aside, take_remark
from connectors.beyond_text import is_beyond
from connectors.downloads import Downloads
from connectors.files import in_words, kept
from connectors.outcomes import Batch, fail, give_up, keep_for_people, settle, settle_wordless
from connectors.worker import seconds_until
from support import mail
from support.deliveries import MAX_ATTEMPTS, WORK_SECONDS, Delivery, State
from support.errors import Conflict
from support.messages import Attachment, Message
from support.ports import Books, UnitOfWork


class Receiver(Protocol):
    """The incoming half of a channel."""

    async def run(self, message: Message) -> None:
        """Have the bot work on a message; replies and memory land in app.turns.current_turn."""

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a file's content and media type; see connectors.files.Fetch."""

    async def attend(self, message: Message) -> None:
        """Show the customer that their message is read and worked on, where the channel can."""


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
        give_up(uow, head)
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
            if await asyncio.to_thread(set_aside, books, batch, message):
                return
            if not await asyncio.to_thread(keep_for_people, books, batch):
                await _run_turn(books, batch, message, receiver)
    except Conflict:
        _log.warning("inbox.turn.overtaken", message=head.message.id)
    except Exception as error:
        _log.exception("inbox.turn.failed", message=head.message.id, attempt=head.attempts)
        await asyncio.to_thread(fail, books, batch, f"{type(error).__name__}: {error}")


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
        await asyncio.to_thread(settle_wordless, books, batch, message)
        return
    turn = Turn()
    token = current_turn.set(turn)
    attending = asyncio.ensure_future(_attend(receiver, message))
    try:
        await receiver.run(message)
        if not await asyncio.to_thread(take_remark, books, batch, message, turn):
            await asyncio.to_thread(settle, books, batch, message, turn)
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
