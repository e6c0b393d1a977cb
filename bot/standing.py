"""What earlier turns have settled, handed from the tracker store to the components.

Rasa 3.6 runs its NLU components without the tracker. A turn runs in one task, and the tracker is read before
the message is parsed, so a context variable carries what they need.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from kb.languages import Standing as Spoken
from support.messages import Button

_NOTHING_SPOKEN = Spoken()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Language so far, the latest customer turns' intents (newest last), the form being filled, the buttons offered."""

    spoken: Spoken = _NOTHING_SPOKEN
    intents: tuple[str, ...] = ()
    form: str | None = None
    offered: tuple[Button, ...] = ()


_NEW = Standing()
standing: ContextVar[Standing] = ContextVar("standing", default=_NEW)


def read_standing(
    slots: Mapping[str, Any], intents: tuple[str, ...], form: str | None, offered: tuple[Button, ...] = ()
) -> Standing:
    """Return the standing of a conversation with these slot values."""
    spoken = Spoken(language=slots.get("language"), wish=slots.get("language_wish"))
    return Standing(spoken=spoken, intents=intents, form=form, offered=offered)
