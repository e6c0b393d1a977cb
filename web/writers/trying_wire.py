"""Questions that are tried, as the editor reads them."""

from typing import Any

from app.markup import rendered
from app.settings import settings
from app.texts import texts
from app.trying import Pair
from kb.writing.differences import differences
from support.trying import Decided, Outcome, SavedQuestion, Verdict, reason
from web.writers.wire import pieces

Told = dict[str, Any]


def tried(told: Told | None, slug: str | None = None) -> Told:
    """Return what the bot told of a question, its replies as pages show them; `slug`: what became of that article."""
    if told is None:
        return {"is_away": True}
    sides = {name: _side(told[name], slug) for name in ("published", "staged")}
    return {"is_away": False, **sides, "differences": _differences(told)}


def _side(told: Told | None, slug: str | None) -> Told | None:
    if told is None:
        return None
    outcome = None if slug is None else _outcome(told, slug).value
    return told | {"replies": [_reply(each, told["language"]) for each in told["replies"]], "outcome": outcome}


def _outcome(told: Told, slug: str) -> Outcome:
    return Decided(
        verdict=Verdict(told["verdict"]), intent=told["intent"], confidence=0.0, given=tuple(told["given"])
    ).outcome(slug)


def _reply(reply: Told, usual: str) -> Told:
    language = reply["language"] or usual or settings().default_language
    frame = {"language": language, "dir": texts(language).direction, "buttons": reply["buttons"], "link": reply["link"]}
    return frame | {"html": rendered(reply["text"], language)}


def _differences(told: Told) -> list[list[str]]:
    """Return what the words of the two differ in; nothing where they do not."""
    if told["staged"] is None:
        return []
    before, after = ("\n\n".join(each["text"] for each in told[name]["replies"]) for name in ("published", "staged"))
    return pieces(differences(before, after)) if before != after else []


def question(found: SavedQuestion) -> Told:
    """Return a saved question."""
    return {
        "id": found.id,
        "slug": found.slug,
        "text": found.text,
        "language": found.language,
        "expected": found.expected.value,
    }


def checked(found: SavedQuestion, pair: Pair, slug: str) -> Told:
    """Return a saved question with what is decided about it now and would be."""
    before, after = pair
    differs = not before.is_like(after)
    return question(found) | {
        "is_own": found.slug == slug,
        "differs": differs,
        "reason": reason(before, after).value if differs else None,
        "before": _decided(before, found),
        "after": _decided(after, found),
    }


def _decided(decided: Decided, found: SavedQuestion) -> Told:
    outcome = decided.outcome(found.slug)
    return {
        "verdict": decided.verdict.value,
        "intent": decided.intent,
        "confidence": decided.confidence,
        "given": list(decided.given),
        "outcome": outcome.value,
        "passes": outcome is found.expected,
    }
