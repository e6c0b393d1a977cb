"""One decision a message: a transactional intent, a sure answer, an unsure one, out of scope, or time for a person."""

from collections.abc import Mapping
from dataclasses import replace

from bot.attestation import ENOUGH
from bot.certainty import certainty_of_answer, doubted, is_sure
from bot.choosing import ASK_HUMAN, HELPFUL, NONE_OF_THESE, NOT_HELPFUL, WHICH_ONE
from bot.evidence import (
    CHANGE_LANGUAGE,
    COMPLAINT,
    CORRECTION,
    COURTESIES,
    FIND_NUMBER,
    NEEDS_PERSON,
    NUMBER_UNCLEAR,
    ORDER_ANSWERED,
    ORDER_FOLLOWED,
    ORDER_OFFERED,
    ORDER_STATUS,
    OUT_OF_SCOPE,
    PERSON_OFFERED,
    QUESTION,
    REPEATED,
    SURE,
    TAKE_BACK,
    UNSURE,
    Decision,
    Evidence,
    Thresholds,
)
from bot.ordering import about_an_order
from bot.reactions import WORDLESS

_BEYOND_DOUBT = 0.65
"""What the classifier holds for none of our business is answered only above this.

So are "cancel it" and "don't cancel it" told apart, which share their words.
"""
_AS_GOOD_AS_CERTAIN = 0.9
_FITS_BETTER = 0.2
_ANGRY = 0.4
_MOST_WORDS_OF_A_WISH = 4
"""Few words with a language's name ask for it where that is likeliest, or where nothing else makes sense of them."""
_CLEAR = 0.75
_MAY_ANSWER = 0.3
"""A courtesy whose words are not in its examples gives way to an article that is so likely to answer."""

_MISSES = {OUT_OF_SCOPE, UNSURE, WHICH_ONE, NONE_OF_THESE, WORDLESS}
_BLAMABLE = {SURE, UNSURE, NOT_HELPFUL, ORDER_STATUS, ORDER_ANSWERED, ORDER_OFFERED, ORDER_FOLLOWED, REPEATED}
_ONCE = {OUT_OF_SCOPE, COMPLAINT, FIND_NUMBER, REPEATED}
"""What is said once; the same again gets nobody any further."""
_MOST_REPEATS = 2


def triage(evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Return the one decision; a pressed button needs no guessing, who gets nowhere is offered a person."""
    decision = about_an_order(_first_reading(evidence, thresholds), evidence, thresholds)
    return _or_person(_or_something_else(decision, evidence), evidence)


def _first_reading(evidence: Evidence, thresholds: Thresholds) -> Decision:
    if evidence.pressed is not None:
        return Decision(intent=evidence.pressed, confidence=1.0)
    if evidence.is_noise:
        return Decision(intent=WORDLESS, confidence=1.0)
    intents = _with_anger_as_one(evidence)
    intent, certainty = max(intents.items(), key=lambda pair: pair[1], default=(OUT_OF_SCOPE, 0.0))
    certainty *= evidence.familiarity
    answer = certainty_of_answer(evidence)
    if intent == FIND_NUMBER and not evidence.is_order_expected and is_sure(evidence.answer, evidence, thresholds):
        return Decision(intent=SURE, confidence=answer)  # it was the phone number, or any other
    is_short_wish = intent == CHANGE_LANGUAGE and _may_be_a_wish(evidence)
    is_answered = evidence.words > 1 and not is_short_wish and _is_answered(answer, certainty, evidence)
    is_clear = certainty >= thresholds.intent and not is_answered
    if is_clear and _can_mean(intent, certainty, evidence):
        return Decision(intent=intent, confidence=certainty)
    if evidence.intents.get(OUT_OF_SCOPE, 0.0) >= thresholds.intent and doubted(evidence) < _BEYOND_DOUBT:
        return Decision(intent=OUT_OF_SCOPE, confidence=1.0 - answer)
    # Whoever has been misunderstood once is asked rather than misunderstood again.
    if is_sure(answer, evidence, thresholds) and (intent != CORRECTION or answer >= _AS_GOOD_AS_CERTAIN):
        return Decision(intent=SURE, confidence=answer)
    return _guess(intent, certainty, answer, evidence, thresholds)


def _guess(intent: str, certainty: float, answer: float, evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Return the likeliest where nothing is clear: anger, a choice of articles, an intent, or nothing of ours."""
    if intent == COMPLAINT and certainty >= max(_ANGRY, answer):
        return Decision(intent=COMPLAINT, confidence=certainty)
    if intent == CHANGE_LANGUAGE and certainty >= thresholds.guess and _may_be_a_wish(evidence):
        return Decision(intent=CHANGE_LANGUAGE, confidence=certainty)
    if answer >= thresholds.unsure or (intent == CORRECTION and evidence.has_hits):
        return Decision(intent=UNSURE, confidence=answer)
    if certainty >= thresholds.guess and intent != ASK_HUMAN and _can_mean(intent, certainty, evidence):
        return Decision(intent=intent, confidence=certainty)
    return Decision(intent=CHANGE_LANGUAGE if _may_be_a_wish(evidence) else OUT_OF_SCOPE, confidence=1.0 - answer)


def _may_be_a_wish(evidence: Evidence) -> bool:
    return evidence.names_language and evidence.words <= _MOST_WORDS_OF_A_WISH


def _can_mean(intent: str, certainty: float, evidence: Evidence) -> bool:
    """Whether an intent makes sense here: praise and blame follow an answer, a wish for a language names one.

    "And to Germany?" asks for no language; what a correction asks for, the articles say.
    """
    if intent in COURTESIES and evidence.attested < ENOUGH and evidence.answer >= _MAY_ANSWER:
        return False
    if intent == HELPFUL and evidence.is_order_expected:
        return False  # who was asked for a number has no answer to praise
    if intent in (HELPFUL, NOT_HELPFUL):
        return evidence.earlier[-1:] != () and evidence.earlier[-1] in _BLAMABLE
    if intent == TAKE_BACK:
        return certainty >= _BEYOND_DOUBT
    if intent == CHANGE_LANGUAGE:
        return evidence.names_language or (certainty >= _CLEAR and not evidence.names_place)
    return intent not in (QUESTION, OUT_OF_SCOPE, CORRECTION)


def _is_answered(answer: float, certainty: float, evidence: Evidence) -> bool:
    """Whether an article fits so much better than the intent is certain that it goes first.

    "I forgot my password" is no call for a person, nor "can someone tell me when my money comes".
    """
    return answer >= 0.5 and answer - certainty + evidence.intents.get(QUESTION, 0.0) >= _FITS_BETTER


def _with_anger_as_one(evidence: Evidence) -> Mapping[str, float]:
    """Return the intents with blame for an answer and anger at everything as one: they share most of their words."""
    blame, anger = evidence.intents.get(NOT_HELPFUL, 0.0), evidence.intents.get(COMPLAINT, 0.0)
    # Where a number is awaited, "I don't have it" sounds like blame and is none.
    is_blame = blame > anger and (evidence.is_order_expected or _can_mean(NOT_HELPFUL, blame, evidence))
    return {**evidence.intents, NOT_HELPFUL: 0.0, COMPLAINT: 0.0, NOT_HELPFUL if is_blame else COMPLAINT: blame + anger}


def _or_something_else(decision: Decision, evidence: Evidence) -> Decision:
    """Turn an answer that has been given twice in a row, and is asked for again, into what lies beside it."""
    is_repeated = decision.intent == SURE and evidence.times_answered >= _MOST_REPEATS and evidence.pressed is None
    return replace(decision, intent=REPEATED) if is_repeated else decision


def _or_person(decision: Decision, evidence: Evidence) -> Decision:
    """Turn what gets the customer no further into the offer of a person, and into a person where one was offered."""
    if decision.intent == NOT_HELPFUL and NOT_HELPFUL in evidence.earlier:
        return replace(decision, intent=NEEDS_PERSON, cause="unhelpful")
    if _is_stuck(decision.intent, evidence):
        is_offered = evidence.earlier[-1:] in ((COMPLAINT,), (PERSON_OFFERED,))
        return replace(decision, intent=NEEDS_PERSON if is_offered else PERSON_OFFERED, cause="missed_twice")
    return decision


def _is_stuck(intent: str, evidence: Evidence) -> bool:
    """Whether this is the same again, a miss after a person was offered, or the third miss in a row."""
    earlier = evidence.earlier
    if (intent in _ONCE and earlier[-1:] == (intent,)) or (intent == UNSURE and evidence.is_same_choice):
        return True
    if earlier[-1:] == (PERSON_OFFERED,):
        return intent in (_MISSES | _ONCE | {NUMBER_UNCLEAR}) - {UNSURE}
    kind = _MISSES if intent in _MISSES else {NUMBER_UNCLEAR, FIND_NUMBER}
    return intent in kind and len(earlier) >= 2 and kind.issuperset(earlier[-2:])
