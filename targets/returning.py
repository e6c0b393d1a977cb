"""What people at a target did: on disk before it is acknowledged, then done here, in order per conversation."""

import asyncio
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from app.texts import texts
from connectors.files import Fetched, fetched
from desk import elsewhere, handing_over
from support.deliveries import SEND_FACTOR, WORK_SECONDS, Delivery, State
from support.errands import Back, Returned, Thread, back_as_message
from support.errors import Conflict
from support.events import DeliveryDied
from support.handoffs import Handoff, Holder
from support.messages import Attachment, Message
from support.ports import Books, UnitOfWork
from targets.files import with_links
from targets.port import HandoffTarget

_FETCH_SECONDS = 18.0
_FETCH_TRIES = 3
"""Some ten seconds: then the words go out without the file, rather than both late."""

_log = structlog.get_logger()


def keep_all(books: Books, returned: Iterable[Returned]) -> list[bool | None]:
    """Keep what was done, in one transaction; of each: True for news, False for known, None for no handoff of ours."""
    with books.writing() as uow:
        kept = [_keep(uow, one, datetime.now(UTC)) for one in returned]
        uow.commit()
    return kept


def _keep(uow: UnitOfWork, returned: Returned, now: datetime) -> bool | None:
    thread = _thread(uow, returned)
    if thread is None:
        return None
    return uow.errands.put(Delivery(message=back_as_message(returned, thread, now), due_at=now))


def _thread(uow: UnitOfWork, returned: Returned) -> Thread | None:
    """Return the handoff it is about; by our own id where the target's name for it is not in our books yet."""
    found = uow.threads.at(returned.target, returned.external_id) if returned.external_id else None
    return found or uow.threads.get(returned.target, returned.handoff_id)


async def take_back(books: Books, delivery: Delivery, target: HandoffTarget) -> None:
    """Do a leased one; what fails is tried again, then left DEAD for people to see."""
    if delivery.state is State.DEAD:
        await asyncio.to_thread(_give_up, books, delivery, delivery)
        return
    try:
        async with asyncio.timeout(WORK_SECONDS):
            files = await _fetch(delivery, target)
            await asyncio.to_thread(_do, books, delivery, target.name, files)
    except Conflict:
        _log.warning("errands.return.overtaken", errand=delivery.message.id)
    except Exception as error:
        _log.exception("errands.return.failed", errand=delivery.message.id, attempt=delivery.attempts)
        fault = f"{type(error).__name__}: {error}"
        after = delivery.failed(datetime.now(UTC), fault, chance=random.random(), factor=SEND_FACTOR)
        await asyncio.to_thread(_give_up, books, delivery, after)


async def _fetch(delivery: Delivery, target: HandoffTarget) -> list[Fetched]:
    """Return the agent's files with their content; one that is on our shelf already without."""
    until, is_last = asyncio.get_running_loop().time() + _FETCH_SECONDS, delivery.attempts >= _FETCH_TRIES
    return [
        (file, b"") if file.key else await fetched(file, target.fetch, until=until, is_last=is_last)
        for file in delivery.message.attachments
    ]


def _do(books: Books, delivery: Delivery, target: str, fetched: list[Fetched]) -> None:
    with books.writing() as uow:
        uow.errands.save(delivery, delivery.settled())
        thread = uow.threads.get(target, str(delivery.message.data["handoff_id"]))
        if thread is not None:
            files = [_shelved(uow, file, body) for file, body in fetched]
            _act(uow, delivery.message, thread, files, datetime.now(UTC))
        uow.commit()


def _shelved(uow: UnitOfWork, file: Attachment, body: bytes) -> Attachment:
    is_had = body and not file.fault
    return replace(file, key=uow.media.put(body, file.media_type), source="") if is_had else file


def _act(uow: UnitOfWork, said: Message, thread: Thread, files: list[Attachment], now: datetime) -> None:
    """Do what was done there. Raises: NotFound."""
    match Back(said.data["back"]):
        case Back.REPLY:
            _reply(uow, said, thread, files, now)
        case Back.NOTE:
            elsewhere.note(uow, thread.handoff_id, said.name or "", said.text, id=said.id, now=now)
        case Back.CLOSE:
            _close(uow, thread, float(said.data["at"]), now)
        case Back.REOPEN:
            _reopen(uow, said, thread, now)


def _reply(uow: UnitOfWork, said: Message, thread: Thread, files: list[Attachment], now: datetime) -> None:
    had = [file for file in files if file.key]
    message = replace(with_links(said, had, thread.conversation_id), data={"target": thread.target})
    if message.text or had:
        elsewhere.reply(uow, thread.handoff_id, message, files=had, now=now)
    for file in files:
        if file.fault:
            _tell_of_missing(uow, thread, said, file)


def _tell_of_missing(uow: UnitOfWork, thread: Thread, said: Message, file: Attachment) -> None:
    """Have the agent know that the customer did not get a file: as of a message that failed."""
    fault = f"{file.name or 'the file'}: {file.fault}"
    uow.record(DeliveryDied(conversation_id=thread.conversation_id, message_id=said.id, box="outbox", fault=fault))


def _close(uow: UnitOfWork, thread: Thread, at: float, now: datetime) -> None:
    if at and at < thread.status_at:
        return  # it was opened again since, and that word came first
    handoff = uow.handoffs.get(thread.handoff_id)
    uow.threads.save(replace(thread, is_closed_there=True, status_at=at))
    handing_over.close(uow, handoff.id, farewell=_farewell(handoff), now=now)


def _farewell(handoff: Handoff) -> str:
    return texts(handoff.context.get("language") or "").get("bot", "handover_closed")


def _reopen(uow: UnitOfWork, said: Message, thread: Thread, now: datetime) -> None:
    """Take the conversation from the bot again; the target's own conversation goes on under the new handoff."""
    at = float(said.data["at"])
    if at and at < thread.status_at:
        return
    opened = elsewhere.take_over(uow, thread.handoff_id, said.name or "", id=said.id, now=now)
    if opened.id == thread.handoff_id or uow.threads.get(thread.target, opened.id) is not None:
        uow.threads.save(replace(thread, status_at=at))
        return
    anew = replace(thread, handoff_id=opened.id, opened_at=opened.opened_at, status_at=at)
    uow.threads.save(replace(anew, holder=Holder.BOT, is_closed_there=False))


def _give_up(books: Books, before: Delivery, after: Delivery) -> None:
    with books.writing() as uow:
        if before.state is not State.DEAD:
            uow.errands.save(before, after)
        if after.state is State.DEAD:
            _log.error("errands.return.dead", errand=after.message.id, fault=after.fault)
        uow.commit()
