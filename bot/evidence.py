"""What triage goes by and what it decides: the names of intents, the evidence, the decision."""

from collections.abc import Mapping
from dataclasses import dataclass

QUESTION = "question"
SURE = "knowledge_sure"
UNSURE = "knowledge_unsure"
OUT_OF_SCOPE = "out_of_scope"
ORDER_STATUS = "order_status"
NUMBER_UNCLEAR = "order_number_unclear"
NEEDS_PERSON = "needs_person"
COMPLAINT = "complaint"
FIND_NUMBER = "find_order_number"
ORDER_ANSWERED = "order_answered"
ORDER_OFFERED = "order_offered"
ORDER_FOLLOWED = "order_followed"
TAKE_BACK = "take_back"
CORRECTION = "correction"
PERSON_OFFERED = "person_offered"
REPEATED = "repeated"
CHANGE_LANGUAGE = "change_language"

COURTESIES = frozenset(
    {"greet", "goodbye", "thank", "bot_challenge", "affirm", "deny", "never_mind", TAKE_BACK}
    | {"answer_helpful", "answer_not_helpful"}
)
"""What is said beside the matter."""
TELLING = frozenset({SURE, ORDER_ANSWERED, ORDER_FOLLOWED})
"""An article has been given."""
OFFERING = frozenset({UNSURE, ORDER_OFFERED, REPEATED})
"""Articles have been offered."""
PERSON_COMES = frozenset({NEEDS_PERSON, "ask_human"})
ABOUT_ORDERS = frozenset({ORDER_STATUS, ORDER_ANSWERED, ORDER_OFFERED, ORDER_FOLLOWED})

ORDER_FORM = "order_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """`sure` and `unsure`: from which an answer is given, or offered.

    `intent`: to act on an intent; `guess`: when no article speaks against it.
    """

    sure: float
    unsure: float
    intent: float = 0.5
    guess: float = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Intents with probabilities, the answer's confidence, the button that was pressed, earlier turns' intents.

    `familiarity`: what the certainty of intents is worth, by how like their examples the message is.
    `attested`: how much of its words stands in the examples of the likeliest intent.
    `is_same_choice`: the articles found are those the customer has just been offered, for the same words.
    `times_answered`: turns in a row that the first of them has answered. `is_noise`: nothing any language knows.
    `is_order_followed`: short words right after an order's state, which make sense about that order.
    """

    intents: Mapping[str, float]
    answer: float
    has_hits: bool
    familiarity: float = 1.0
    attested: float = 1.0
    words: int = 2
    has_order_number: bool = False
    is_order_expected: bool = False
    has_digits: bool = False
    is_same_choice: bool = False
    names_language: bool = False
    names_place: bool = False
    is_noise: bool = False
    is_order_followed: bool = False
    times_answered: int = 0
    pressed: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`intent` is what Rasa's rules act on; `cause` says why a person is needed."""

    intent: str
    confidence: float
    cause: str | None = None
