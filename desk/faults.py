"""Why something did not reach a customer, for the person who wrote it: what happened, and what to do."""

import re

_UNREACHABLE = "The channel could not be reached. Try again in a while."

_MEANINGS = (
    (
        r"\b131026\b|blocked by the user|user is deactivated|chat not found",
        "The customer cannot be reached here: they have blocked us or left this channel. Try another one of theirs.",
    ),
    (r"\b131047\b|24 hours", "The customer has been silent for 24 hours: choose a template."),
    (r"\b13200[0-9]\b|\b1320\d\d\b", "The template is not approved like this (any more): choose another one."),
    (
        r"\b13105[123]\b|too (?:large|big)|larger than|\b413\b",
        "The channel did not take the file: it is too large, or of a kind that it does not know.",
    ),
    (r"\b131049\b|\b130472\b", "The channel spares this customer for now. Try again tomorrow, or on another channel."),
    (r"\b131050\b", "The customer has asked for no more messages of this kind."),
    (
        r"access token|PARLEY_\w+TOKEN|\b1310(?:31|42)\b|\b133010\b",
        "The channel does not let us in: tell whoever runs Parley. It goes out once that is mended.",
    ),
    (r"^\w*(?:Timeout|ConnectError|ReadError|WriteError|ProtocolError)\b|^Unavailable\b|\bHTTP 5\d\d", _UNREACHABLE),
    (r"worker died", "Something failed on our side. Try again."),
)
"""What channels say (connectors/*/faults.py, refusals.py), and our own outbox."""


def spoken(fault: str | None) -> str | None:
    """Return the fault in words; one that is not known as the channel told it."""
    if fault is None:
        return None
    return next((words for pattern, words in _MEANINGS if re.search(pattern, fault, re.IGNORECASE)), fault)
