"""The way back, served by `web`: POST /targets/webhook, signed like what we post."""

from sanic import Blueprint

from support.ports import Books
from targets.doorway import Doorway
from targets.webhook.parse import parse
from targets.webhook.settings import TARGET, WebhookSettings


def routes(here: WebhookSettings, books: Books) -> Blueprint:
    """Return the route below /targets/webhook."""
    return Doorway(
        books=books, target=TARGET, header="parley", secrets=[here.secret], parse=parse, is_strict=True
    ).routes()
