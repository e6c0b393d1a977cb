"""What other processes of ours ask of the bot process: over loopback, with a secret that both sides derive."""

import hmac
import json as stdjson
from collections.abc import Awaitable, Callable
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json

Work = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


async def answered(request: Request, token: str, work: Work) -> HTTPResponse:
    """Return what `work` makes of the JSON that was posted, for those who know the secret."""
    told = request.headers.get("authorization", "")
    if not hmac.compare_digest(told.encode("utf-8", "replace"), f"Bearer {token}".encode()):
        return json({"error": "Forged"}, status=401)
    return json(await work(stdjson.loads(request.body)))
