"""The stand-in's own HTTP, for other processes: /standin/control/...

POST customers {"first_name": ...}            -> {"address": ...}
POST customers/<address>/<deed> {"text": ...} -> what the deed returns; deeds are the customer's methods
GET  sent?to=<address>                        -> messages that reached customers, oldest first
POST faults {"kind": "drop_after", "count": 1, "on": "messages"}
"""

import asyncio
import inspect
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.standins.faults import Kind
from tests.standins.record import Record

PREFIX = "/standin/control"


class Control:
    """Routes around a stand-in; customers' deeds run in threads, for they wait for the stand-in's loop."""

    def __init__(self, standin: Any) -> None:
        self._standin = standin
        self._customers: dict[str, Any] = {}

    def add_routes(self, application: web.Application) -> None:
        """Add the paths."""
        application.router.add_post(f"{PREFIX}/customers", self._meet)
        application.router.add_post(f"{PREFIX}/customers/{{address}}/{{deed}}", self._do)
        application.router.add_get(f"{PREFIX}/sent", self._sent)
        application.router.add_post(f"{PREFIX}/faults", self._plan)

    async def _meet(self, request: web.Request) -> web.Response:
        customer = self._standin.customer(**await _body(request))
        self._customers[customer.address] = customer
        return web.json_response({"address": customer.address})

    async def _do(self, request: web.Request) -> web.Response:
        customer = self._customers.get(request.match_info["address"])
        name = request.match_info["deed"]
        deed = None if name.startswith("_") else inspect.getattr_static(type(customer), name, None)
        if not inspect.isfunction(deed):
            raise web.HTTPNotFound
        done = await asyncio.to_thread(deed, customer, **await _body(request))
        return web.json_response({"done": done})

    async def _sent(self, request: web.Request) -> web.Response:
        record: Record = self._standin.record
        to = request.query.get("to", "")
        sent = record.to(to) if to else list(record.sent)
        return web.json_response([asdict(one) | {"at": one.at.isoformat()} for one in sent])

    async def _plan(self, request: web.Request) -> web.Response:
        body = await _body(request)
        self._standin.fail_next(Kind(body.pop("kind")), **body)
        return web.json_response({})


async def _body(request: web.Request) -> dict[str, Any]:
    return dict(await request.json()) if request.can_read_body else {}
