"""The way back, served by `web`: POST /targets/webhook, signed like what we post."""

from sanic import Blueprint

from support.ports import Books
from targets.doorway import Doorway
from targets.webhook.parse import parse
from targets.webhook.settings import TARGET, WebhookSettings


def routes(here: WebhookSettings, books: Books) -> Blueprint:
    """Return the route below /targets/webhook."""
    door = Blueprint("webhook_door", url_prefix=f"/targets/{TARGET}")
    take = Doorway(books=books, target=TARGET, header="parley", secrets=[here.secret], parse=parse, is_strict=True)
    door.add_route(take.take, "/", methods=["POST"])
    return door
