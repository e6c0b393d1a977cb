"""The webhook that Telegram posts to, served by `web`. Open in webhook mode only."""

import hmac
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from app.wiring import books
from connectors.arrivals import Arrival
from connectors.ledger import Ledger
from connectors.telegram.api import BotApi
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from connectors.telegram.presses import Thanks
from connectors.telegram.settings import CHANNEL, telegram
from connectors.webhook import Webhook
from support.errors import Forged

_USERNAME = re.compile(r"[A-Za-z0-9_]{3,32}")


def blueprint() -> Blueprint | None:
    """Return the route, or None while there is no token or updates are polled. Raises: Misconfigured."""
    here = telegram()
    if not here.token or not here.is_posted:
        return None
    door = Blueprint("telegram_door", url_prefix=f"/webhooks/{CHANNEL}")
    door.add_route(Door(here.bot_id, here.webhook_secret, BotApi(here.api, here.token)), "/", methods=["POST"])
    return door


class Door:
    """Takes updates; see connectors.webhook.Webhook for the statuses."""

    __name__ = "take"  # sanic names a route by it

    def __init__(self, bot_id: int, secret: str, api: BotApi) -> None:
        """The API is for thanks alone: what is posted is understood without it."""
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._thanks = Thanks(api)
        self._ledger = Ledger(books())

    async def __call__(self, request: Request) -> HTTPResponse:
        """Take an update."""
        account, taken = Account(id=self._bot_id, username=_username(request)), list[Arrival]()

        def parsed(posted: Any) -> Iterator[Arrival]:
            for arrival in parse(posted, account=account, now=datetime.now(UTC)):
                taken.append(arrival)
                yield arrival

        response = await Webhook(self._ledger, CHANNEL, verify=self._verify, parse=parsed)(request)
        if response.status == 200:
            self._thanks.give(taken)
        return response

    def _verify(self, request: Request) -> None:
        given = request.headers.get("x-telegram-bot-api-secret-token") or ""
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret):
            raise Forged("this post does not carry Telegram's secret token")


def _username(request: Request) -> str | None:
    """Return our username, which stands in the URL that we have given to Telegram."""
    name = request.args.get("bot") or ""
    return name if _USERNAME.fullmatch(name) else None
