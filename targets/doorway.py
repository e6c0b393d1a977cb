"""A target's post: authentic, then on disk, then acknowledged; everything else happens later."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.logs import trouble
from connectors.webhook import LARGEST, storable
from support.errands import Returned
from support.errors import Forged, NotFound, ParleyError, Refused, TooLong
from support.ports import Books
from targets.returning import keep_all
from targets.signature import check

Parse = Callable[[Any], Iterable[Returned]]
"""Returns what people did; what concerns us not is nothing. Raises: Refused for what can never be understood."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """The handler of one target's posts: 401 for a stranger's, 413 too large, 503 not stored, else 200.

    `header` is whose name stands in X-...-Signature; `is_strict`: one that names no handoff of ours is at fault.
    """

    books: Books
    target: str
    header: str
    secrets: Sequence[str]
    parse: Parse
    is_strict: bool = False

    def routes(self) -> Blueprint:
        """Return the route below /targets."""
        door = Blueprint(f"{self.target}_door", url_prefix=f"/targets/{self.target}")

        @door.post("/")
        async def take(request: Request) -> HTTPResponse:
            return await self.take(request)

        return door

    async def take(self, request: Request) -> HTTPResponse:
        """Take a post."""
        if len(request.body) > LARGEST:
            raise TooLong(f"a post has at most {LARGEST} bytes")
        self._verify(request)
        returned = self._understood(request)
        try:
            kept = await asyncio.to_thread(keep_all, self.books, returned) if returned else []
        except ParleyError as error:
            trouble(_log.bind(target=self.target), "target.post.not_stored", error)
            return json({"error": "NotStored", "message": "could not be stored, send it again"}, status=503)
        if self.is_strict and None in kept:
            raise NotFound("there is no such handoff, or it was never told of")
        return json({"done": sum(one is True for one in kept), "known": sum(one is False for one in kept)})

    def _verify(self, request: Request) -> None:
        told = request.headers
        try:
            check(
                request.body,
                timestamp=told.get(f"x-{self.header}-timestamp"),
                signature=told.get(f"x-{self.header}-signature"),
                secrets=self.secrets,
                now=datetime.now(UTC),
            )
        except Forged:
            _log.warning("target.post.forged", target=self.target)
            raise

    def _understood(self, request: Request) -> list[Returned]:
        try:
            posted = storable(request.json)
        except Exception as error:
            raise Refused("the body is no JSON") from error
        return list(self.parse(posted))
