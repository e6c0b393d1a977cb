"""How a turn ends: answered, left to people, failed or given up; each end is one transaction."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from app.courtesies import with_outlook
from app.texts import texts
from app.turns import Turn
from connectors.beyond_text import ALBUM, is_of_an_album, needs_a_listener, reply
from desk.expecting import welcome
from desk.handing_over import open_handoff
from kb.gaps.noting import note
from support import mail
from support.deliveries import Delivery, State
from support.events import DeliveryDied, LanguageChanged
from support.handoffs import Holder, Reason, holder
from support.messages import Author, Message
from support.ports import Books, UnitOfWork

Batch = list[Delivery]
"""What a customer said in one breath: read, answered and settled as one. The first one's id is the turn's."""

_log = structlog.get_logger()


def keep_for_people(books: Books, batch: Batch) -> bool:
    """Settle what people will answer; True when it was theirs.

    A handoff opened by this very message does not count: its turn died before it was committed, and the
    customer has not heard yet that a person comes.
    """
    with books.reading() as uow:
        is_theirs = _is_peoples(uow, batch[0].message)
    if is_theirs:
        _leave(books, batch)
    return is_theirs


def _is_peoples(uow: UnitOfWork, message: Message) -> bool:
    handoff = uow.handoffs.latest(message.conversation_id)
    return handoff is not None and holder(handoff) is not Holder.BOT and handoff.opened_by != message.id


def _leave(books: Books, batch: Batch) -> None:
    with books.writing() as uow:
        settle_all(uow, batch)
        uow.commit()


def settle_all(uow: UnitOfWork, batch: Batch) -> None:
    """Note that a batch needs nothing more. Raises: Conflict."""
    uow.inbox.save_all(batch, [delivery.settled() for delivery in batch])


def settle(books: Books, batch: Batch, message: Message, turn: Turn) -> None:
    """Keep what the bot replied and what it remembers, and tell of trouble where it said nothing. Raises: Conflict.

    `message` is the batch as one, with voices in words.
    """
    with books.reading() as uow:  # looked up first: nobody has to wait for that
        spoken, is_taken = _spoken(uow, message), _is_peoples(uow, message)
    if is_taken:  # somebody stepped in while the bot was thinking: two who talk at once help nobody
        return _leave(books, batch)
    if not turn.replies:  # Rasa swallows what an action raises, and silence is no answer
        _log.error("inbox.turn.silent", message=message.id)
    replies = turn.replies or [_trouble(message, spoken)]
    with books.writing() as uow:
        settle_all(uow, batch)
        if turn.memory is not None:
            uow.trackers.put(message.conversation_id, turn.memory)
        for number, reply in enumerate(replies):
            spoken = _note_language(uow, reply, spoken)
            mail.post(uow, replace(reply, id=f"{message.id}/{number}", sent_at=datetime.now(UTC)))
        if decision := replies[0].data.get("decision"):  # trouble decides nothing
            note(uow, message, decision, spoken or "", datetime.now(UTC))
        uow.commit()


def settle_wordless(books: Books, batch: Batch, message: Message) -> None:
    """Answer what has no words in it; a voice goes to a person in the same transaction."""
    with books.writing() as uow:
        settle_all(uow, batch)
        if is_of_an_album(message, uow.inbox.messages(message.conversation_id, limit=ALBUM)):
            uow.commit()
            return
        now, spoken = datetime.now(UTC), _spoken(uow, message)
        answered = reply(message, spoken or message.language or "")
        if needs_a_listener(message):
            context = {"language": answered.language}
            handoff = open_handoff(
                uow, message.conversation_id, reason=Reason.VOICE, opened_by=message.id, context=context, now=now
            )
            answered = with_outlook(answered, welcome(uow, handoff, now))
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


def _trouble(message: Message, spoken: str | None, key: str = "trouble") -> Message:
    """Return that something went wrong, in the language of the conversation."""
    own = texts(spoken or message.language or "")
    return Message(
        id="",
        conversation_id=message.conversation_id,
        author=Author.BOT,
        text=own.get("bot", key),
        sent_at=message.sent_at,
        language=own.language,
    )


def fail(books: Books, batch: Batch, fault: str) -> None:
    """Have each come due again, or give it up after its last try. Raises: Conflict."""
    now, chance = datetime.now(UTC), random.random()
    after = [delivery.failed(now, fault, chance=chance) for delivery in batch]
    with books.writing() as uow:
        uow.inbox.save_all(batch, after)
        for failed in after:
            if failed.state is State.DEAD:
                give_up(uow, failed)
        uow.commit()


def _person_looks(uow: UnitOfWork, delivery: Delivery) -> Message:
    """Have a person look, and return that something went wrong, with what to expect of whoever will answer."""
    message, now = delivery.message, datetime.now(UTC)
    told = replace(_trouble(message, _spoken(uow, message), "trouble_handover"), sent_at=now)
    context = {"language": told.language, "fault": delivery.fault}
    handoff = open_handoff(
        uow, message.conversation_id, reason=Reason.TROUBLE, opened_by=message.id, context=context, now=now
    )
    return with_outlook(told, welcome(uow, handoff, now)) if holder(handoff) is Holder.QUEUE else told


def give_up(uow: UnitOfWork, delivery: Delivery) -> None:
    """Tell the customer, and have a person look: a dead message must not be met with silence."""
    message = delivery.message
    _log.error("inbox.turn.dead", message=message.id, fault=delivery.fault)
    death = f"{message.id}/dead.{delivery.due_at.timestamp():.6f}"  # tried again and given up once more: told anew
    mail.post(uow, replace(_person_looks(uow, delivery), id=death))
    died = DeliveryDied(
        conversation_id=message.conversation_id, message_id=message.id, box="inbox", fault=delivery.fault
    )
    uow.record(died)
