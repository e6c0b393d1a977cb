"""One decision a message: a transactional intent, a sure answer, an unsure one, out of scope, or time for a person."""

from collections.abc import Mapping
from dataclasses import dataclass

QUESTION = "question"
SURE = "knowledge_sure"
UNSURE = "knowledge_unsure"
OUT_OF_SCOPE = "out_of_scope"
NEEDS_PERSON = "needs_person"
NOT_HELPFUL = "answer_not_helpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """`sure` and `unsure`: confidence from which an answer is given, or offered; `intent`: to act on an intent."""

    sure: float
    unsure: float
    intent: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Intents with probabilities, the answer's confidence, the button that was pressed, earlier turns' intents."""

    intents: Mapping[str, float]
    answer: float
    has_hits: bool
    pressed: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`intent` is what Rasa's rules act on; `cause` says why a person is needed."""

    intent: str
    confidence: float
    cause: str | None = None


def triage(evidence: Evidence, thresholds: Thresholds) -> Decision:
    """Return the one decision; a pressed button needs no guessing, a second failure in a row needs a person."""
    return _or_person(_first_reading(evidence, thresholds), evidence.earlier)


def _first_reading(evidence: Evidence, thresholds: Thresholds) -> Decision:
    if evidence.pressed is not None:
        return Decision(intent=evidence.pressed, confidence=1.0)
    intent, certainty = max(evidence.intents.items(), key=lambda pair: pair[1], default=(OUT_OF_SCOPE, 0.0))
    if intent not in (QUESTION, OUT_OF_SCOPE) and certainty >= thresholds.intent:
        return Decision(intent=intent, confidence=certainty)
    answer = evidence.answer if evidence.has_hits else 0.0
    if answer >= thresholds.sure:
        return Decision(intent=SURE, confidence=answer)
    if answer >= thresholds.unsure:
        return Decision(intent=UNSURE, confidence=answer)
    return Decision(intent=OUT_OF_SCOPE, confidence=max(evidence.intents.get(OUT_OF_SCOPE, 0.0), 1.0 - answer))


def _or_person(decision: Decision, earlier: tuple[str, ...]) -> Decision:
    """Turn the second miss in a row, or an unhelpful answer after a second try, into a call for a person."""
    if decision.intent == OUT_OF_SCOPE and earlier[-1:] == (OUT_OF_SCOPE,):
        return Decision(intent=NEEDS_PERSON, confidence=decision.confidence, cause="missed_twice")
    if decision.intent == NOT_HELPFUL and NOT_HELPFUL in earlier:
        return Decision(intent=NEEDS_PERSON, confidence=decision.confidence, cause="unhelpful")
    return decision
