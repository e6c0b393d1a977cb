"""What `parley channel test` finds out about a channel's settings, against the provider itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; the text says what works, or what is wrong and what to do."""

    is_fine: bool
    text: str
