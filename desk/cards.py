"""The handoff card: at one glance what a customer wants and what the bot has tried."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from support.handoffs import Handoff, Reason
from support.messages import Author, Message

_MOST_TRIED = 6
"""Turns on the card; the transcript below it has them all."""

_LONGEST_QUESTION = 300

_MISSED = {
    "out_of_scope",
    "knowledge_unsure",
    "repeated",
    "person_offered",
    "complaint",
    "order_number_unclear",
    "find_order_number",
    "correction",
    "trouble",
}
_TOLD = {"knowledge_sure", "order_answered", "order_followed", "order_offered"}
_BLAMED = {"answer_not_helpful"}
_CALLED = "needs_person"
_SMALL_TALK = {
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "never_mind",
    "bot_challenge",
    "ask_human",
    "change_language",
    "answer_helpful",
    "answer_not_helpful",
    "wordless",
    "which_one",
    "none_of_these",
}
"""What somebody says on the way to what they want (domain.yml has all of them)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A turn of the bot's: what it was asked, what it took that for, and the articles it found, best first."""

    question: str
    intent: str
    confidence: float | None = None
    cause: str | None = None
    hits: Sequence[Mapping[str, Any]] = ()
    language: str | None = None
    language_certainty: float | None = None
    is_pressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a person needs to know before they answer; `about` is the help article the customer wrote from last."""

    reason: Reason
    cause: str | None
    wants: str
    language: str | None
    language_certainty: float | None
    tried: tuple[Tried, ...]
    opened_at: datetime
    taken_by: str | None
    about: Mapping[str, str] | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)


def card(handoff: Handoff, said: Sequence[Message]) -> Card:
    """Return the card of a handoff, given all that was said in its conversation, oldest first."""
    turns = tuple(turns_of(_before(handoff, said)))[-_MOST_TRIED:]
    known, last = handoff.context, turns[-1] if turns else None
    return Card(
        reason=handoff.reason,
        cause=last.cause if last else known.get("fault"),
        wants=wants(turns, [message for message in said if message.sent_at <= handoff.opened_at] or said),
        language=known.get("language") or (last.language if last else None),
        language_certainty=known.get("language_certainty") or (last.language_certainty if last else None),
        tried=turns,
        opened_at=handoff.opened_at,
        taken_by=handoff.taken_by,
        about=next((message.data["about"] for message in reversed(said) if message.data.get("about")), None),
        slots=known.get("slots") or {},
    )


def _before(handoff: Handoff, said: Iterable[Message]) -> Iterator[Message]:
    """Yield what was said until the handoff; the bot's last word, that a person comes, is sent a moment after it."""
    last = f"{handoff.opened_by}/0"
    return (message for message in said if message.sent_at <= handoff.opened_at or message.id == last)


def turns_of(said: Iterable[Message]) -> Iterator[Tried]:
    """Yield the bot's turns: the first reply of each carries what was decided, and answers all said before it."""
    asked: list[Message] = []
    for message in said:
        if message.author is Author.CUSTOMER:
            asked.append(message)
            continue
        decision = message.data.get("decision")
        if asked and isinstance(decision, Mapping) and message.author is Author.BOT:
            text = " ".join(message.text for message in asked)
            yield a_turn(text, decision, is_pressed=asked[-1].payload is not None)
        asked = []


def a_turn(text: str, decision: Mapping[str, Any], *, is_pressed: bool = False) -> Tried:
    """Return a turn, given what was asked and what the bot decided."""
    return Tried(
        question=_line(text),
        intent=str(decision.get("intent")),
        confidence=decision.get("confidence"),
        cause=decision.get("cause"),
        hits=decision.get("hits") or (),
        language=decision.get("language"),
        language_certainty=decision.get("language_certainty"),
        is_pressed=is_pressed,
    )


def wants(turns: Sequence[Tried], said: Sequence[Message] = ()) -> str:
    """Return what the customer wants: the last question the bot did not answer, else their latest words of substance.

    An answer that was blamed is none.
    """
    for number, turn in reversed(list(enumerate(turns))):
        following = turns[number + 1 : number + 2]
        is_blamed = any(next_one.intent in _BLAMED or next_one.cause == "unhelpful" for next_one in following)
        if _has_substance(turn.question) and (_is_missed(turn) or (turn.intent in _TOLD and is_blamed)):
            return turn.question
    return _latest_words(turns, said)


def _is_missed(turn: Tried) -> bool:
    is_missed_call = turn.intent == _CALLED and turn.cause == "missed_twice"
    return (turn.intent in _MISSED or is_missed_call) and not turn.is_pressed


def _latest_words(turns: Sequence[Tried], said: Sequence[Message]) -> str:
    small = {turn.question for turn in turns if turn.intent in _SMALL_TALK | {_CALLED}}
    own = [message for message in said if message.author is Author.CUSTOMER]
    words = [_line(message.text) for message in reversed(own) if message.payload is None]
    words = words or [turn.question for turn in reversed(turns) if not turn.is_pressed]
    found = (text for text in words if text not in small and _has_substance(text))
    return next(found, None) or next(filter(None, words), "")


def _has_substance(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1


def _line(text: str) -> str:
    return " ".join(text.split())[-_LONGEST_QUESTION:]
