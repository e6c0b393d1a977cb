"""What became of a customer's question, from what the bot decided in this turn. The caller commits."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from kb.gaps.masking import masked
from support.askings import Asking, Outcome
from support.messages import Message
from support.ports import UnitOfWork

_ASKED = {
    "knowledge_sure": Outcome.ANSWERED,
    "order_answered": Outcome.ANSWERED,
    "order_followed": Outcome.ANSWERED,
    "knowledge_unsure": Outcome.OFFERED,
    "order_offered": Outcome.OFFERED,
    "repeated": Outcome.OFFERED,
    "out_of_scope": Outcome.NOTHING,
    "person_offered": Outcome.NOTHING,
}
"""Names of intents as bot.evidence has them: what was searched for, and what the search came to."""
_SHOWN_NOTHING = {"out_of_scope", "person_offered", "needs_person"}
_JUDGED = {
    "answer_helpful": Outcome.HELPFUL,
    "answer_not_helpful": Outcome.UNHELPFUL,
    "needs_person": Outcome.PERSON,
    "ask_human": Outcome.PERSON,
}
_ABOUT_THE_LAST = timedelta(minutes=30)
"""Who asks for a person later than that wants one for something else."""
_ARTICLE = "article:"


def note(uow: UnitOfWork, message: Message, decision: Mapping[str, Any], language: str, now: datetime) -> None:
    """Keep the question, or what the customer says of the one before; the rest is no question."""
    intent = str(decision.get("intent"))
    chosen = (message.payload or "").removeprefix(_ARTICLE)
    if (message.payload or "").startswith(_ARTICLE):
        _end(uow, message, now, lambda asking: asking.chose(chosen))
    elif (outcome := _asked(intent, decision)) is not None and any(map(str.isalpha, message.text)):
        uow.askings.put(_asking(message, decision, language, outcome))
    elif intent in _JUDGED:
        _end(uow, message, now, lambda asking: asking.ended(_JUDGED[intent]))


def _asked(intent: str, decision: Mapping[str, Any]) -> Outcome | None:
    """Return what came of a question; one missed so often that a person comes is a question, too."""
    is_missed = intent == "needs_person" and decision.get("cause") == "missed_twice"
    return Outcome.PERSON if is_missed else _ASKED.get(intent)


def _end(uow: UnitOfWork, message: Message, now: datetime, become: Callable[[Asking], Asking]) -> None:
    asking = uow.askings.latest(message.conversation_id)
    if asking is not None and now - asking.asked_at <= _ABOUT_THE_LAST:
        uow.askings.put(become(asking))


def _asking(message: Message, decision: Mapping[str, Any], language: str, outcome: Outcome) -> Asking:
    found = tuple(str(hit["slug"]) for hit in decision.get("hits") or () if hit.get("slug"))
    return Asking(
        id=message.id,
        conversation_id=message.conversation_id,
        text=masked(message.text),
        language=str(decision.get("language") or language),
        asked_at=message.sent_at,
        outcome=outcome,
        found=found,
        shown=() if decision.get("intent") in _SHOWN_NOTHING else found,
    )
