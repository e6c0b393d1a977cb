"""Questions asked to see what customers would hear: of the bot process, which runs the whole turn."""

from collections.abc import Sequence
from typing import Any

from app.bot_line import asked
from app.settings import settings
from kb.trying.foreseen import Foreseen, to_wire
from support.trying import CHANNEL, Decided, Verdict

_SECONDS = 20.0
"""For one question, with another text to be read in; it takes some tenths."""
_SECONDS_FOR_ALL = 50.0
"""For five hundred questions, each twice; a writer's browser waits a minute."""

Pair = tuple[Decided, Decided]


async def try_one(question: str, language: str | None, foreseen: Sequence[Foreseen] = ()) -> dict[str, Any] | None:
    """Return {published, staged}, each what a customer would hear and why; None while the bot is away."""
    body = {"question": question, "language": language, "foreseen": to_wire(foreseen)}
    told: dict[str, Any] | None = await _ask("one", body, _SECONDS)
    return told


async def try_many(questions: Sequence[tuple[str, str | None]], foreseen: Sequence[Foreseen] = ()) -> list[Pair] | None:
    """Return for each (question, language) what is decided as it is live and as it would be; None while it is away."""
    asking = [{"question": question, "language": language} for question, language in questions]
    told = await _ask("many", {"questions": asking, "foreseen": to_wire(foreseen)}, _SECONDS_FOR_ALL)
    return None if told is None else [(_decided(each["before"]), _decided(each["after"])) for each in told["decided"]]


async def _ask(what: str, body: dict[str, Any], seconds: float) -> Any:
    return await asked(settings(), f"{CHANNEL}/{what}", body, seconds=seconds)


def _decided(told: dict[str, Any]) -> Decided:
    return Decided(
        verdict=Verdict(told["verdict"]),
        intent=told["intent"],
        confidence=told["confidence"],
        given=tuple(told["given"]),
    )
