"""A provider's post: authentic, then on disk, then acknowledged; everything else happens later."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from sanic.request import Request
from sanic.response import HTTPResponse, text

from app.logs import trouble
from connectors.arrivals import Arrival, Unknown
from connectors.ledger import Ledger
from support.errors import Forged, TooLong

LARGEST = 3 * 1024 * 1024
"""Bytes of a post: what WhatsApp may send at once (PROTOCOLS: 3 MB); no other channel posts more."""

Verify = Callable[[Request], None]
"""Raises Forged unless the raw post comes from the provider."""

Parse = Callable[[Any], Iterable[Arrival]]
"""Returns what a post holds; a part it does not understand is Unknown, not an error."""

_log = structlog.get_logger()


class Webhook:
    """The handler of one channel's posts.

    401 for what is not the provider's, 413 for what is too large, 503 when it could not be stored (the provider
    sends again), else 200, also for what we know already, skip, or do not understand.
    """

    def __init__(self, ledger: Ledger, channel: str, *, verify: Verify, parse: Parse) -> None:
        """The channel's name is for what is kept without being understood."""
        self._ledger = ledger
        self._channel = channel
        self._verify = verify
        self._parse = parse

    async def __call__(self, request: Request) -> HTTPResponse:
        """Take a post."""
        if len(request.body) > LARGEST:
            raise TooLong(f"a post has at most {LARGEST} bytes")
        try:
            self._verify(request)
        except Forged:
            _log.warning("webhook.post.forged", channel=self._channel)
            raise
        arrivals = understood(self._channel, self._parse, request.body)
        try:
            await self._ledger.keep(arrivals)
        except Exception as error:
            trouble(_log.bind(channel=self._channel), "webhook.post.not_stored", error)
            return text("could not be stored, send it again", status=503)
        return text("ok")


def understood(channel: str, parse: Parse, body: bytes) -> list[Arrival]:
    """Return what is in a body; one that is no JSON, or trips our own parser, is kept for a person to look at."""
    try:
        posted = storable(json.loads(body))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return [Unknown(channel=channel, body=repr(body[:10_000]), fault=f"no JSON: {error}")]
    try:
        return list(parse(posted))
    except Exception as error:  # a fault of ours: the provider would only send it again and again
        _log.exception("webhook.post.not_understood", channel=channel)
        return [Unknown(channel=channel, body=json.dumps(posted), fault=f"{type(error).__name__}: {error}")]


def storable(posted: Any) -> Any:
    """Return JSON without what no database takes: halves of characters (lone surrogates), and NUL."""
    if isinstance(posted, str):
        return posted.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(posted, list):
        return [storable(item) for item in posted]
    if isinstance(posted, dict):
        return {storable(name): storable(item) for name, item in posted.items()}
    return posted
