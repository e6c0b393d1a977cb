"""How it was: one question after a handoff was settled, its answer, and perhaps a few words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from support.messages import ConversationId

WORDS_WITHIN = timedelta(minutes=10)
"""What is written later than this after a score is about something else."""

_FELT = {"thank", "goodbye", "affirm", "deny", "never_mind", "complaint", "answer_helpful", "answer_not_helpful"}
"""What the bot decides of words that say how somebody feels, and ask for nothing."""
_MISSED = {"out_of_scope", "knowledge_unsure", "wordless", "person_offered"}
"""What it decides of words that it has nothing for: a remark, unless it is likeliest that they ask."""
_ASKING = {"question", "ask_human", "order_status", "find_order_number", "greet", "take_back", "change_language"}
_ANSWERED, _CERTAIN = "knowledge_sure", 0.9
"""Up to here an article is about the same matter, and no answer: "it took ages" is near to delivery times."""

SCORE_WITHIN = timedelta(days=7)
"""A bare number that is typed later than this answers something else; a button says what it is about for ever."""

_MARKS = " .,!/:;\u200c\u200f\u200e"
_KEYCAP = "\ufe0f\u20e3"
_STARS = "⭐★🌟"


class Survey(str, Enum):
    """Which question is asked: how content, how easy, or whether they would tell others."""

    CSAT = "csat"
    CES = "ces"
    NPS = "nps"

    @property
    def scores(self) -> range:
        """Return the answers, worst first."""
        return {Survey.CSAT: range(1, 6), Survey.CES: range(1, 8), Survey.NPS: range(11)}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A question that was asked, and what came of it: perhaps nothing, or late."""

    handoff_id: str
    conversation_id: ConversationId
    survey: Survey
    asked_at: datetime
    agent: str | None = None
    team: str | None = None
    score: int | None = None
    scored_at: datetime | None = None
    words: str | None = None

    def scored(self, score: int, now: datetime) -> "Rating":
        """Return it with a score; who changes their mind may."""
        return replace(self, score=score, scored_at=now)

    def explained(self, words: str) -> "Rating":
        """Return it with the reason for the score; an empty one when they don't want to say."""
        return replace(self, words=words)

    def takes_words(self, now: datetime) -> bool:
        """Whether what is written now may say why."""
        return self.words is None and self.scored_at is not None and now - self.scored_at < WORDS_WITHIN

    def takes_score(self, now: datetime) -> bool:
        """Whether a number that is typed now may be the answer."""
        return self.score is None and now - self.asked_at < SCORE_WITHIN


def is_remark(decision: Mapping[str, Any]) -> bool:
    """Whether what the bot decided of some words shows that they ask for nothing: no person, no article, no order."""
    intent = decision.get("intent")
    likeliest = next((guess["intent"] for guess in decision.get("guesses") or ()), None)
    if intent == _ANSWERED:
        return likeliest in _FELT and decision.get("confidence", 1.0) < _CERTAIN
    return intent in _FELT or (intent in _MISSED and likeliest not in _ASKING)


def typed_score(text: str, survey: Survey) -> int | None:
    """Return the score that a message consists of: a number in any script, "4/5", stars; None for anything else."""
    said = text.strip(_MARKS)
    if said and all(sign in _STARS + _KEYCAP for sign in said):
        return _among(sum(sign in _STARS for sign in said), survey)
    number, _, most = said.partition("/")
    if most and _number(most) != survey.scores[-1]:
        return None
    return _among(_number(number), survey)


def _number(text: str) -> int | None:
    digits = text.strip(_MARKS + _KEYCAP)
    if digits == "🔟":
        return 10
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else None


def _among(score: int | None, survey: Survey) -> int | None:
    return score if score is not None and score in survey.scores else None
