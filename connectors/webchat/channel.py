"""The web chat as a Rasa input channel: durable in and out; browsers hear replies from the event log."""

from typing import Any

from connectors.base import DurableChannel
from connectors.webchat.sessions import CHANNEL
from support.messages import ConversationId


class WebChat(DurableChannel):
    """Named in credentials.yml; takes no settings of its own."""

    @classmethod
    def name(cls) -> str:
        """Return the first part of every conversation id here."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChat":
        """Return the channel."""
        return cls()

    async def send(self, conversation_id: ConversationId, part: Any, *, key: str) -> None:
        """Do nothing: posting recorded the event that every listening browser is told of."""
