"""What is for neither the bot nor people: going back to the bot, an address to answer at, how it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from app.courtesies import BACK_TO_BOT, RATE, back_to_bot, spoken
from app.texts import Texts, texts
from app.turns import Turn
from connectors.outcomes import Batch, settle_all
from desk import leaving, rating
from kb.folding import fold
from kb.patterns import find, without_orders
from support.handoffs import Handoff, Holder, holder
from support.messages import Button, Message
from support.ports import Books, UnitOfWork
from support.surveys import Rating, is_remark, typed_score

Matter = Callable[[UnitOfWork], None]
"""What is to be done about a message, in the transaction that settles it."""

_QUESTION_MARKS = "?؟¿"
_DONE = "done"
_SURVEYED, _RATED = "/survey", "/rated"
"""Ends of the ids of what was said last: what follows answers it."""
_LONGEST_WORDS = 2000


def set_aside(books: Books, batch: Batch, message: Message) -> bool:
    """Settle what neither bot nor people need to answer; True when it was that."""
    with books.reading() as uow:
        matter = _matter(uow, message, datetime.now(UTC))
    return matter is not None and _settle(books, batch, matter)


def _matter(uow: UnitOfWork, message: Message, now: datetime) -> Matter | None:
    said = next(iter(uow.outbox.messages(message.conversation_id, 1)), None)
    handoff = uow.handoffs.latest(message.conversation_id)
    own = texts((said and said.language) or message.language or "")
    if handoff is not None and _wants_bot(message, said, handoff, own):
        return _going_back(message, handoff, own, now)
    if (message.payload or "").startswith(RATE) or (said is not None and said.id.endswith((_SURVEYED, _RATED))):
        return _judging(uow, message, said, own, now)
    if handoff is not None and holder(handoff) is Holder.QUEUE and handoff.context.get("asks_mail"):
        return _leaving_mail(message, handoff, own, now)
    return None


def _wants_bot(message: Message, said: Message | None, handoff: Handoff, own: Texts) -> bool:
    if message.payload is not None or holder(handoff) is Holder.BOT:
        return message.payload == BACK_TO_BOT
    typed = " ".join(fold(message.text).split())
    phrases = [own.get("bot", "back_to_bot"), *own.group("choices").get("back", "").split(",")]
    return typed in {" ".join(fold(phrase).split()) for phrase in phrases if phrase} or _is_its_number(typed, said)


def _is_its_number(typed: str, said: Message | None) -> bool:
    """Whether it is the number of the button, for channels that write buttons out as numbered lines."""
    place = int(typed) - 1 if typed.isdecimal() and len(typed) == 1 else -1
    buttons = said.buttons if said is not None else ()
    return 0 <= place < len(buttons) and buttons[place].payload == BACK_TO_BOT


def _going_back(message: Message, handoff: Handoff, own: Texts, now: datetime) -> Matter:
    farewell = _answer(message, own, "handover_closed", "back", now)
    return lambda uow: _ignore(leaving.go_back(uow, uow.handoffs.get(handoff.id), farewell, now=now))


def _leaving_mail(message: Message, handoff: Handoff, own: Texts, now: datetime) -> Matter | None:
    """Keep the address in what they wrote, which people read as well."""
    address = next((span.value for span in find(message.text) if span.kind == "email"), None)
    if address is None or address == handoff.context.get("email"):
        return None
    said = _answer(message, own, "mail_kept", "mail", now, back_to_bot(own), email=address)
    return lambda uow: _ignore(leaving.leave_mail(uow, uow.handoffs.get(handoff.id), address, said))


def _judging(uow: UnitOfWork, message: Message, said: Message | None, own: Texts, now: datetime) -> Matter | None:
    """Take a pressed or typed score; None for what is about something else."""
    asked = uow.ratings.get(_rated_handoff(message, said))
    if asked is None or asked.conversation_id != message.conversation_id:
        return None
    if message.payload and not message.payload.startswith(RATE):
        return None
    pressed = (message.payload or "").rpartition(":")[2]
    if pressed == _DONE:
        return _commenting(message, asked, "", own, now)
    is_question = said is not None and said.id.endswith(_SURVEYED)
    score = typed_score(pressed or message.text, asked.survey) if message.payload or is_question else None
    if score is not None and (message.payload or asked.takes_score(now)):
        return _scoring(message, asked, score, own, now)
    return None


def take_remark(books: Books, batch: Batch, message: Message, turn: Turn) -> bool:
    """Settle what says why a score was given, which the bot has to have read to know; True when it was that.

    The bot's answer is not given then, nor is it remembered: "it took ages" is no question about delivery.
    """
    with books.reading() as uow:
        matter = _remark(uow, message, turn, datetime.now(UTC))
    return matter is not None and _settle(books, batch, matter)


def _settle(books: Books, batch: Batch, matter: Matter) -> bool:
    with books.writing() as uow:
        settle_all(uow, batch)
        matter(uow)
        uow.commit()
    return True


def _remark(uow: UnitOfWork, message: Message, turn: Turn, now: datetime) -> Matter | None:
    said = next(iter(uow.outbox.messages(message.conversation_id, 1)), None)
    if message.payload is not None or said is None or not said.id.endswith(_RATED):
        return None
    asked = uow.ratings.get(_rated_handoff(message, said))
    if asked is None or asked.conversation_id != message.conversation_id or not asked.takes_words(now):
        return None
    if _is_for_the_bot(message.text) or not _asks_nothing(turn):
        return None
    return _commenting(message, asked, message.text[:_LONGEST_WORDS], texts(said.language or ""), now)


def _asks_nothing(turn: Turn) -> bool:
    decisions = [reply.data.get("decision") for reply in turn.replies]
    return bool(decisions) and all(is_remark(decision or {}) for decision in decisions)


def _rated_handoff(message: Message, said: Message | None) -> str:
    """Return whose question this answers: the button names it, and so does the id of what was said last."""
    if (message.payload or "").startswith(RATE):
        return str(message.payload).split(":")[1]
    rated = said.data.get("rated") if said is not None else None
    return str(rated or (said.id.partition("/")[0] if said is not None else ""))


def _is_for_the_bot(text: str) -> bool:
    """Whether it asks something: a question, or one with an order's number in it, must not end as a remark."""
    return any(mark in text for mark in _QUESTION_MARKS) or without_orders(text) != text.strip()


def _scoring(message: Message, asked: Rating, score: int, own: Texts, now: datetime) -> Matter:
    no_more = Button(title=own.get("bot", "survey_done"), payload=f"{RATE}{asked.handoff_id}:{_DONE}")
    thanks = _answer(message, own, "survey_words", _RATED[1:], now, no_more)
    thanks = replace(thanks, data={"rated": asked.handoff_id})
    return lambda uow: _ignore(rating.score(uow, asked, score, thanks, now=now))


def _commenting(message: Message, asked: Rating, words: str, own: Texts, now: datetime) -> Matter:
    person = Button(title=own.get("bot", "talk_to_person"), payload="ask_human")
    thanks = _answer(message, own, "survey_thanks", "remarked", now, person)
    return lambda uow: _ignore(rating.comment(uow, asked, words, thanks))


def _answer(
    message: Message, own: Texts, key: str, ending: str, now: datetime, *buttons: Button, **values: str
) -> Message:
    said = spoken(message.conversation_id, own, own.get("bot", key, **values), now, buttons)
    return replace(said, id=f"{message.id}/{ending}")


def _ignore(_result: object) -> None:
    """A matter returns nothing."""
