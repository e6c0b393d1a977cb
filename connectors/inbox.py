"""A customer's message becomes a turn: one at a time per conversation, committed with its replies or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from app.texts import texts
from app.turns import Turn, current_turn
from desk.handing_over import open_handoff
from support import mail
from support.deliveries import WORK_SECONDS, Delivery, State
from support.errors import Conflict
from support.events import LanguageChanged
from support.handoffs import Holder, Reason, holder
from support.messages import Author, Message
from support.ports import Books, UnitOfWork

Run = Callable[[Message], Awaitable[None]]
"""Has the bot work on a message; replies and memory land in app.turns.current_turn."""

_log = structlog.get_logger()


async def answer(books: Books, delivery: Delivery, run: Run) -> None:
    """Work on a leased message to its end: answered, kept for people, failed and due again, or given up."""
    if delivery.state is State.DEAD:
        await asyncio.to_thread(_give_up, books, delivery)
        return
    if await asyncio.to_thread(_keep_for_people, books, delivery):
        return
    turn = Turn()
    token = current_turn.set(turn)
    try:
        await asyncio.wait_for(run(delivery.message), WORK_SECONDS)
        await asyncio.to_thread(_settle, books, delivery, turn)
    except Conflict:
        _log.warning("inbox.turn.overtaken", message=delivery.message.id)
    except Exception as error:
        _log.exception("inbox.turn.failed", message=delivery.message.id, attempt=delivery.attempts)
        await asyncio.to_thread(_fail, books, delivery, f"{type(error).__name__}: {error}")
    finally:
        current_turn.reset(token)


def _keep_for_people(books: Books, delivery: Delivery) -> bool:
    """Settle a message that people will answer; True when it was one.

    A handoff opened by this very message does not count: its turn died before it was committed, and the
    customer has not heard yet that a person comes.
    """
    message = delivery.message
    with books.reading() as uow:
        handoff = uow.handoffs.latest(message.conversation_id)
    if handoff is None or holder(handoff) is Holder.BOT or handoff.opened_by == message.id:
        return False
    with books.writing() as uow:
        uow.inbox.save(delivery.settled())
        uow.commit()
    return True


def _settle(books: Books, delivery: Delivery, turn: Turn) -> None:
    message = delivery.message
    with books.writing() as uow:
        uow.inbox.save(delivery.settled())
        if turn.memory is not None:
            uow.trackers.put(message.conversation_id, turn.memory)
        if not turn.replies:  # Rasa swallows what an action raises, and silence is no answer
            _log.error("inbox.turn.silent", message=message.id)
        for number, reply in enumerate(turn.replies or [_trouble(uow, message)]):
            _note_language(uow, reply)
            mail.post(uow, replace(reply, id=f"{message.id}/{number}", sent_at=datetime.now(UTC)))
        uow.commit()


def _note_language(uow: UnitOfWork, reply: Message) -> None:
    said = uow.outbox.messages(reply.conversation_id, limit=1)
    if reply.language is not None and (not said or said[-1].language != reply.language):
        uow.record(LanguageChanged(conversation_id=reply.conversation_id, language=reply.language))


def _trouble(uow: UnitOfWork, message: Message) -> Message:
    """Return that something went wrong, in the language of the conversation."""
    said = uow.outbox.messages(message.conversation_id, limit=1)
    language = (said[-1].language if said else None) or message.language or ""
    return Message(
        id="",
        conversation_id=message.conversation_id,
        author=Author.BOT,
        text=texts(language).get("bot", "trouble"),
        sent_at=message.sent_at,
        language=texts(language).language,
    )


def _fail(books: Books, delivery: Delivery, fault: str) -> None:
    failed = delivery.failed(datetime.now(UTC), fault)
    with books.writing() as uow:
        uow.inbox.save(failed)
        uow.commit()
    if failed.state is State.DEAD:
        _give_up(books, failed)


def _give_up(books: Books, delivery: Delivery) -> None:
    """Tell the customer, and have a person look: a dead message must not be met with silence."""
    message = delivery.message
    _log.error("inbox.turn.dead", message=message.id, fault=delivery.fault)
    with books.writing() as uow:
        now = datetime.now(UTC)
        trouble = _trouble(uow, message)
        mail.post(uow, replace(trouble, id=f"{message.id}/dead", sent_at=now))
        context = {"language": trouble.language, "fault": delivery.fault}
        open_handoff(
            uow, message.conversation_id, reason=Reason.TROUBLE, opened_by=message.id, context=context, now=now
        )
        uow.commit()
