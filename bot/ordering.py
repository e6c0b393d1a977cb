"""What to say where an order number stands in a message, or is awaited and does not."""

import math
from dataclasses import replace

from bot.certainty import certainty_of_answer, is_sure
from bot.choosing import ASK_HUMAN, NOT_HELPFUL
from bot.evidence import (
    COMPLAINT,
    FIND_NUMBER,
    NUMBER_UNCLEAR,
    ORDER_ANSWERED,
    ORDER_FOLLOWED,
    ORDER_OFFERED,
    ORDER_STATUS,
    OUT_OF_SCOPE,
    QUESTION,
    SURE,
    TAKE_BACK,
    UNSURE,
    Decision,
    Evidence,
    Thresholds,
)
from bot.reactions import WORDLESS

_CLEAR = 0.75
_PLAIN = 0.5
_BEFORE_THE_ORDER = {ASK_HUMAN, COMPLAINT, TAKE_BACK}
"""What is answered without a look at the order; "and TM-999999", "yes, TM-204518" and the like want one."""


def about_an_order(decision: Decision, evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Take an order number for what it is, and what is said instead of an expected one for a try at it."""
    if evidence.pressed is not None:
        return decision
    if evidence.has_order_number:
        return _with_order(decision, evidence, thresholds)
    if evidence.is_order_followed and decision.intent == SURE:
        return replace(decision, intent=ORDER_FOLLOWED)
    return _without_number(decision, evidence, thresholds) if evidence.is_order_expected else decision


def _with_order(decision: Decision, evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Return what to say of an order whose number is there: its state, and the answer where more was asked.

    "Cancel my order" is nearly as likely about its state, to a classifier; an article that fits decides.
    """
    is_plain = evidence.intents.get(ORDER_STATUS, 0.0) >= _CLEAR
    about = (SURE, UNSURE, OUT_OF_SCOPE, ORDER_STATUS)
    if decision.intent in about and not is_plain and is_sure(certainty_of_answer(evidence), evidence, thresholds):
        return Decision(intent=ORDER_ANSWERED, confidence=certainty_of_answer(evidence))
    is_question = evidence.intents.get(QUESTION, 0.0) >= _PLAIN
    if decision.intent == UNSURE and is_question and not evidence.is_order_expected:
        return replace(decision, intent=ORDER_OFFERED)
    if decision.intent in ({ASK_HUMAN} if evidence.is_order_expected else _BEFORE_THE_ORDER):
        return decision
    return Decision(intent=ORDER_STATUS, confidence=1.0)


def _without_number(decision: Decision, evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Return what to say to who was asked for a number: a plain question is answered, "I lost it" is no question."""
    question = evidence.intents.get(QUESTION, 0.0)
    if decision.intent in (ORDER_STATUS, WORDLESS) or (
        evidence.has_digits and decision.intent in (OUT_OF_SCOPE, UNSURE)
    ):
        return replace(decision, intent=NUMBER_UNCLEAR)
    is_certain = decision.intent == SURE and evidence.answer >= _CLEAR
    needed = {
        SURE: 0.0 if is_certain else thresholds.guess,
        UNSURE: _PLAIN,
        OUT_OF_SCOPE: math.inf,
        NOT_HELPFUL: math.inf,
    }
    return replace(decision, intent=FIND_NUMBER) if question < needed.get(decision.intent, 0.0) else decision
