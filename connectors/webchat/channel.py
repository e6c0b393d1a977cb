"""The web chat as a Rasa input channel: durable in and out; browsers hear replies from the event log."""

from typing import Any

from sanic import Blueprint

from connectors.base import DurableChannel
from connectors.webchat.routes import Routes
from connectors.webchat.sessions import CHANNEL
from support.messages import Message


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

    def routes(self, blueprint: Blueprint) -> None:
        """Serve the chat here too, for those who run Rasa without `web`."""
        Routes().add_to(blueprint)

    async def send(self, message: Message) -> None:
        """Do nothing: posting recorded the event that every listening browser is told of."""
