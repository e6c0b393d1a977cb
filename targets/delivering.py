"""Tells a target what lies in the box of errands, in order per conversation, until it is told or a day has passed."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from connectors.outbox import insist
from support.deliveries import SEND_FACTOR, WORK_SECONDS, Delivery, State
from support.errands import Errand, Told, errand_of
from support.errors import Conflict, NotFound, SlowDown, Unavailable, Undeliverable
from support.events import DeliveryDied
from support.ports import Books
from targets.briefing import briefing
from targets.following import keep
from targets.port import Briefing, HandoffTarget

_SHORTEST_SECONDS, _LONGEST_SECONDS = 2.0, 300.0
_FILES_SECONDS = 1.0

_log = structlog.get_logger()


async def deliver(books: Books, delivery: Delivery, target: HandoffTarget) -> None:
    """Tell a leased errand; whatever goes wrong, note it and let it come due again."""
    after = delivery if delivery.state is State.DEAD else await _tried(books, delivery, target)
    if after.state is State.DEAD:
        _log.error("errands.errand.dead", errand=delivery.message.id, fault=after.fault)
    try:
        await insist(lambda: _save(books, delivery, after))
    except Conflict:
        _log.warning("errands.errand.overtaken", errand=delivery.message.id)


def wait_seconds(delivery: Delivery, now: datetime) -> float:
    """Return how long to wait after a try that failed: as long again as it has waited, 2, 4, 8 ... s, at most five min.

    Tries are not counted: a target that is away uses none up, and is asked for a day.
    """
    age = (now - delivery.message.sent_at) / timedelta(seconds=1)
    return min(max(age, _SHORTEST_SECONDS), _LONGEST_SECONDS)


async def _tried(books: Books, delivery: Delivery, target: HandoffTarget) -> Delivery:
    """Return the delivery as it stands after an attempt at what is left of it."""
    errand = errand_of(delivery.message)
    try:
        is_told = await asyncio.wait_for(_tell(books, delivery, errand, target), WORK_SECONDS)
        return delivery.settled() if is_told else delivery.queued(datetime.now(UTC), _FILES_SECONDS)
    except SlowDown as error:
        target.pace.slow_down(delivery.message.conversation_id, error.seconds, to_all=error.to_all)
        _log.info("errands.errand.slowed", errand=errand.id, seconds=error.seconds, fault=str(error))
        return delivery.postponed(datetime.now(UTC), error.seconds, str(error))
    except (Unavailable, TimeoutError) as error:
        now, fault = datetime.now(UTC), str(error) or "it did not answer in time"
        _log.warning("errands.errand.postponed", errand=errand.id, fault=fault)
        return delivery.postponed(now, wait_seconds(delivery, now), fault)
    except Undeliverable as error:
        return delivery.dead(str(error))
    except Exception as error:
        _log.exception("errands.errand.failed", errand=errand.id, attempt=delivery.attempts)
        fault, chance = f"{type(error).__name__}: {error}", random.random()
        return delivery.failed(datetime.now(UTC), fault, chance=chance, factor=SEND_FACTOR)


async def _tell(books: Books, delivery: Delivery, errand: Errand, target: HandoffTarget) -> bool:
    """Make the calls that were not made yet; False while there is something to wait for."""
    ready = await asyncio.to_thread(_brief, books, errand)
    if ready is None:
        return False
    is_again = delivery.attempts > 1 or delivery.fault is not None
    try:
        if ready.thread.external_id is None:
            ready = await _opened(books, ready, target, is_again=is_again)
        await _make_calls(books, delivery, ready, target, is_again=is_again)
    except NotFound:
        await asyncio.to_thread(_forget, books, errand)
        raise
    return True


def _brief(books: Books, errand: Errand) -> Briefing | None:
    with books.reading() as uow:
        return briefing(uow, errand)


async def _opened(books: Books, ready: Briefing, target: HandoffTarget, *, is_again: bool) -> Briefing:
    """Have the target make its conversation, and keep its name for it before anything else is told."""
    external_id = await target.open(ready, is_again=is_again)
    thread = ready.thread.known_as(external_id)

    def save() -> None:
        with books.writing() as uow:
            kept = uow.threads.get(thread.target, thread.handoff_id) or thread
            uow.threads.save(kept.known_as(external_id))
            uow.commit()

    await insist(save)
    return replace(ready, thread=thread)


async def _make_calls(
    books: Books, delivery: Delivery, ready: Briefing, target: HandoffTarget, *, is_again: bool
) -> None:
    parts: Sequence[Any] = target.parts(ready)
    where = f"{ready.thread.external_id}/"
    noted = await asyncio.to_thread(_noted, books, delivery, where) if is_again else set()
    for number, part in enumerate(parts):
        if number in noted:
            continue
        while seconds := await target.pace.turn(delivery.message.conversation_id):
            await asyncio.sleep(seconds)
        made = await target.tell(ready, part, key=f"{delivery.message.id}/{number}", is_again=is_again)
        await insist(partial(_note, books, delivery, number, where + made))


def _noted(books: Books, delivery: Delivery, where: str) -> set[int]:
    """Return the calls that were made, in the target's conversation of today: in one that is gone they do not count."""
    with books.reading() as uow:
        parts = uow.receipts.parts(delivery.message.id)
    return {number for number, made in parts.items() if made.startswith(where)}


def _note(books: Books, delivery: Delivery, number: int, made: str) -> None:
    """Note a call that was made: one that dies after it makes none of those before it again."""
    with books.writing() as uow:
        uow.receipts.note_part(delivery.message, number, made)
        uow.commit()


def _forget(books: Books, errand: Errand) -> None:
    """Note that the target's conversation is gone; the next try makes a new one, and tells all from the beginning."""
    with books.writing() as uow:
        thread = uow.threads.get(errand.target, errand.handoff_id)
        if thread is not None and thread.external_id is not None:
            uow.threads.save(thread.known_as(None))
            if errand.told is not Told.OPENED:
                keep(uow, replace(errand, told=Told.OPENED, message_id=None, at=datetime.now(UTC)))
            uow.commit()


def _save(books: Books, before: Delivery, after: Delivery) -> None:
    with books.writing() as uow:
        if before.state is not State.DEAD:
            uow.errands.save(before, after)
        if after.state is State.DEAD:
            uow.record(
                DeliveryDied(
                    conversation_id=errand_of(before.message).conversation_id,
                    message_id=before.message.id,
                    box="errands",
                    fault=after.fault,
                )
            )
        uow.commit()
