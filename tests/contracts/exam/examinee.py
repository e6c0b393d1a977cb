"""What the exam must know of a channel: how its provider posts, and where what we send can be read."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from connectors.base import DurableChannel
from connectors.doors import folders
from support.messages import ConversationId
from tests.contracts.exam import pigeon
from tests.standins.server import Standin


class Examinee(Protocol):
    """One channel with its provider's stand-in; Anna is its customer."""

    standin: Standin
    path: str
    """Where the provider posts."""
    anna: ConversationId
    secrets: tuple[str, ...]
    """What must never be read in a log."""
    signature: str
    """The header that proves a post."""
    batches: bool
    """Whether one post can hold several messages."""
    sends: str
    """What the stand-in calls the request that sends a text; see tests.standins.faults."""
    refusal: int
    """The provider's error code for what it will never take, such as a customer who has blocked us."""

    def environment(self) -> dict[str, str]:
        """Return the settings that open the channel to its stand-in."""

    def says(self, *texts: str) -> bytes:
        """Return a post of new messages of Anna's."""

    def unknown(self) -> bytes:
        """Return an authentic post of a kind that does not exist yet."""

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the headers of an authentic post."""

    def status(self, external_id: str, status: str) -> bytes | None:
        """Return the post that tells how far a sent thing has come; None where the provider tells nothing."""

    def channel(self) -> DurableChannel:
        """Return the channel, made anew from its settings."""

    def parse(self, posted: Any) -> list[Any]:
        """Return the arrivals in a post."""

    def heard(self) -> list[str]:
        """Return the texts that reached Anna, in order."""

    def shown(self) -> list[str]:
        """Return every title Anna can press."""

    def samples(self) -> list[Any]:
        """Return posts as the provider makes them, to be mutated."""


def names() -> list[str]:
    """Return the channels that a provider posts to, and the example of docs/channels.md."""
    pigeon.hatch()
    doors = [folder.rpartition(".")[2] for folder in folders() if find_spec(f"{folder}.door") is not None]
    return [*doors, "pigeon"]


def examinee(name: str) -> Examinee:
    """Return a channel's examinee, its stand-in running."""
    module = f"tests.contracts.exam.{name}"
    assert find_spec(module), f"connectors/{name} has a door and no examinee: write {module.replace('.', '/')}.py"
    found: Examinee = import_module(module).examinee()
    return found
