"""What a channel can do besides words, as those who write there have to know before they send."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from app.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """`file_megabytes`: the largest file that it takes from us, 0 where it takes none."""

    file_megabytes: float = 0
    shows_typing: bool = False

    @property
    def largest_file(self) -> int:
        """Return bytes: what the channel takes, and we keep."""
        return int(min(self.file_megabytes, settings().media_megabytes) * 1_000_000)


def abilities(channel: str) -> Abilities:
    """Return what a channel's folder says in its `abilities.py`; of a channel without one, words alone."""
    name = f"connectors.{channel}.abilities"
    is_ours = channel.isidentifier() and find_spec(f"connectors.{channel}") is not None and find_spec(name) is not None
    found: Abilities = import_module(name).ABILITIES if is_ours else Abilities()
    return found
