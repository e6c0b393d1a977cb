"""What the desk says by itself: the staff's pages are in English so far."""

from collections.abc import Callable

from desk.changes import Change, What

_REASONS = {
    "asked": "the customer asked for a person",
    "missed_twice": "not understood repeatedly",
    "unhelpful": "the answers did not help",
    "trouble": "something failed",
    "voice": "a voice message came",
    "taken_over": "a person stepped in",
}

_TOLD = {
    What.CALLED: "Handed to people: {about}",
    What.TAKEN: "{by} took it",
    What.ASSIGNED: "{by} gave it to {about}",
    What.RELEASED: "{by} put it back for everybody",
    What.TRANSFERRED: "{by} handed it to team {about}",
    What.SNOOZED: "{by} put it off",
    What.LABELLED: "{by} changed the labels: {about}",
    What.RESOLVED: "{by} resolved it",
    What.RETURNED: "{by} returned it to the bot",
    What.LEFT: "The customer went back to the bot",
}

TAKEN = "{name} is answering this conversation already. Leave a note for them, or have it assigned to you."
_NOBODY = "Parley"
"""Who did what no person did."""


def told(change: Change, name_of: Callable[[str], str]) -> str:
    """Return a change in words; `name_of` gives an account's name."""
    by = _NOBODY if change.by is None else name_of(change.by)
    return _TOLD[change.what].format(by=by, about=_about(change, name_of))


def _about(change: Change, name_of: Callable[[str], str]) -> str:
    if change.what is What.CALLED:
        return _REASONS.get(change.about, change.about)
    return name_of(change.about) if change.what is What.ASSIGNED else change.about or "none"
