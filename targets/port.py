"""A handoff target: another desk at which people answer our customers. Ours (`desk/`) needs none of this."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from connectors.pace import Pace
from support.contacts import Contact
from support.errands import Errand, Thread
from support.handoffs import Handoff
from support.messages import Attachment, Message
from support.shelves import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """An errand with all that there is to tell.

    `said`: the message it is about. `transcript`: every word up to the handoff, on every channel of theirs, for
    Told.OPENED; else nothing. `files`: the content of what was sent along, by key.
    """

    errand: Errand
    thread: Thread
    handoff: Handoff
    contact: Contact | None = None
    said: Message | None = None
    transcript: tuple[Message, ...] = ()
    files: tuple[Media, ...] = ()


class HandoffTarget(Protocol):
    """What a target does; order, retries, and that nothing is told twice are seen to by targets.delivering."""

    name: str
    pace: Pace

    async def open(self, briefing: Briefing, *, is_again: bool) -> str:
        """Return the target's name for its conversation, made or found; `is_again`: an earlier try may have made it."""

    def parts(self, briefing: Briefing) -> Sequence[Any]:
        """Return the calls that tell an errand, in order; the same each time. None: this target need not know."""

    async def tell(self, briefing: Briefing, part: Any, *, key: str, is_again: bool) -> str:
        """Make a call and return what the target calls what it made.

        `key` is the same each time; `is_again`: it may have been made already, by one that died before it said so.
        Raises: SlowDown and Unavailable (asked again for a day), Undeliverable (never again), NotFound where the
        target's conversation is gone; whatever else is raised is tried a few times.
        """

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a file of an agent's; see connectors.files.Fetch."""

    async def close(self) -> None:
        """Let go of connections."""
