"""Meta's webhook over HTTP: the handshake and the posts. Served by `web`."""

import hmac
from collections.abc import Iterable
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from app.wiring import books
from connectors.arrivals import Arrival
from connectors.ledger import Ledger
from connectors.webhook import Webhook
from connectors.whatsapp import signature
from connectors.whatsapp.parse import parse
from connectors.whatsapp.settings import CHANNEL, WhatsAppSettings, whatsapp
from support.errors import Forged
from support.ports import Books


def blueprint() -> Blueprint | None:
    """Return the routes, None while WhatsApp is not configured."""
    return routes(whatsapp(), books()) if whatsapp().is_open else None


def routes(here: WhatsAppSettings, books: Books) -> Blueprint:
    """Return the routes below /webhooks/whatsapp."""
    door = Blueprint("whatsapp_door", url_prefix=f"/webhooks/{CHANNEL}")

    def verify(request: Request) -> None:
        signature.check(request.body, request.headers.get("x-hub-signature-256"), here.app_secret)

    def understand(posted: Any) -> Iterable[Arrival]:
        return parse(posted, here.phone_number_id)

    webhook = Webhook(Ledger(books), CHANNEL, verify=verify, parse=understand)

    @door.post("/")
    async def take(request: Request) -> HTTPResponse:
        return await webhook(request)

    @door.get("/")
    async def shake_hands(request: Request) -> HTTPResponse:
        return text(challenge(request.args, here.verify_token))

    return door


def challenge(asked: Any, verify_token: str) -> str:
    """Return what Meta wants to hear when the webhook is registered. Raises: Forged for another verify token."""
    given = asked.get("hub.verify_token", "").encode("utf-8", "replace")
    if asked.get("hub.mode") != "subscribe" or not hmac.compare_digest(given, verify_token.encode()):
        raise Forged("the verify token is not PARLEY_WHATSAPP_VERIFY_TOKEN")
    return str(asked.get("hub.challenge", ""))
