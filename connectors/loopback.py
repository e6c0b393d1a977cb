"""What other processes of ours ask of the bot process: over loopback, with a secret that both sides derive."""

import hmac
import json as stdjson
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.bot_line import secret
from app.settings import settings
from connectors.base import OnNewMessage

Told = dict[str, Any]
Work = Callable[[Told], Awaitable[Told]]
AgentsWork = Callable[[Any, Told], Awaitable[Told]]
"""With Rasa's agent, and what was asked."""


class Loopback(InputChannel):
    """A channel to Rasa that no customer writes at: so it is served with the channels, and has Rasa's agent."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "Loopback":
        """Return it; it has no settings."""
        return cls()

    def works(self, on_new_message: OnNewMessage) -> dict[str, AgentsWork]:
        """Return what is done, by the path below the channel's."""
        raise NotImplementedError

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes."""
        blueprint = Blueprint(f"loopback_{self.name()}")
        token = secret(settings())
        works = self.works(on_new_message)

        async def do(request: Request, what: str) -> HTTPResponse:
            return await answered(request, token, partial(works[what], request.app.ctx.agent))

        for name in works:
            blueprint.add_route(partial(do, what=name), f"/{name}", methods=["POST"], name=name)
        return blueprint


async def answered(request: Request, token: str, work: Work) -> HTTPResponse:
    """Return what `work` makes of the JSON that was posted, for those who know the secret."""
    told = request.headers.get("authorization", "")
    if not hmac.compare_digest(told.encode("utf-8", "replace"), f"Bearer {token}".encode()):
        return json({"error": "Forged"}, status=401)
    return json(await work(stdjson.loads(request.body)))
