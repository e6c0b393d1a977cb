"""What earlier turns have settled, handed from the tracker store to the components.

Rasa 3.6 runs its NLU components without the tracker. A turn runs in one task, and the tracker is read before
the message is parsed, so a context variable carries what they need.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.evidence import ABOUT_ORDERS, CHANGE_LANGUAGE, OFFERING, REPEATED, TELLING
from kb.languages import Standing as Spoken
from support.messages import Button

_NOTHING_SPOKEN = Spoken()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An earlier turn: what was said and taken for, and the articles found for it (slugs, best first).

    `written`: the language of ours it was clearly in; `foreign`: the one it was in that is none of ours.
    `is_again`: it stands in place of the turn before, which it answers in another language.
    """

    text: str = ""
    intent: str = ""
    found: tuple[str, ...] = ()
    written: str | None = None
    foreign: str | None = None
    is_again: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """Return the articles the customer was shown: the one that answered, or those to choose from."""
        if self.intent in TELLING:
            return self.found[:1]
        return self.found if self.intent in OFFERING else ()

    def is_answered_by(self, slug: str) -> bool:
        """Whether this article answered, or would have but for having done so too often."""
        return self.found[:1] == (slug,) and self.intent in TELLING | {REPEATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Language so far, the latest customer turns (newest last), the form being filled, the buttons offered.

    `order`: the number of the order that the latest turn was about. `is_script_known`: the customer has written in the
    letters we answer in, or was told of them.
    """

    spoken: Spoken = _NOTHING_SPOKEN
    turns: tuple[Said, ...] = ()
    form: str | None = None
    offered: tuple[Button, ...] = ()
    order: str | None = None
    is_script_known: bool = False

    @property
    def intents(self) -> tuple[str, ...]:
        """Return what the latest turns were taken for, newest last."""
        return tuple(turn.intent for turn in self.turns)

    @property
    def latest(self) -> Said:
        """Return the latest turn; an empty one where there is none."""
        return self.turns[-1] if self.turns else Said()

    def without_latest(self) -> Self:
        """Return the standing on which the latest turn itself was taken, but for the form."""
        turns = self.turns[:-1]
        is_about_order = bool(turns) and turns[-1].intent in ABOUT_ORDERS
        return replace(self, turns=turns, offered=(), order=self.order if is_about_order else None)

    def times_answered(self, slug: str) -> int:
        """Return how many turns in a row, up to now, this article has answered."""
        others = (age for age, turn in enumerate(reversed(self.turns)) if not turn.is_answered_by(slug))
        return next(others, len(self.turns))


_NEW = Standing()
standing: ContextVar[Standing] = ContextVar("standing", default=_NEW)


def read_standing(
    slots: Mapping[str, Any], turns: tuple[Said, ...], form: str | None, offered: tuple[Button, ...] = ()
) -> Standing:
    """Return the standing of a conversation with these slot values."""
    wished = next((place for place, turn in enumerate(reversed(turns)) if turn.intent == CHANGE_LANGUAGE), len(turns))
    since = turns[len(turns) - wished :]
    written = next((turn.written for turn in reversed(since) if turn.written), None)
    spoken = Spoken(language=slots.get("language"), wish=slots.get("language_wish") or None, written=written)
    is_script_known = bool(slots.get("script_known"))
    now = Standing(spoken=spoken, turns=turns, form=form, offered=offered, is_script_known=is_script_known)
    is_about_order = now.latest.intent in ABOUT_ORDERS and form is None
    return replace(now, order=slots.get("spoken_order") if is_about_order else None)


def read_turn(text: str, intent: str, decision: Mapping[str, Any]) -> Said:
    """Return a turn as its decision was recorded."""
    found = tuple(hit["slug"] for hit in decision.get("hits", ()))
    written, foreign, is_again = decision.get("written"), decision.get("foreign"), bool(decision.get("again"))
    return Said(text=text, intent=intent, found=found, written=written, foreign=foreign, is_again=is_again)
