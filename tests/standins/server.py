"""A stand-in server in a thread of its own: synchronous tests and real processes both talk to it over HTTP."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, ClassVar, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.standins.clock import Clock
from tests.standins.control import PREFIX, Control
from tests.standins.courier import Courier
from tests.standins.faults import Fault, Faults, Kind
from tests.standins.record import Call, Record, Rejected

_LARGEST_BODY = 110 * 2**20
"""Above every provider's own limit, so that the stand-in's limit answers and not aiohttp's."""

T = TypeVar("T")


class Refusal(Exception):
    """A request the provider would refuse; `body` is its answer."""

    def __init__(self, status: int, code: int, why: str, body: dict[str, Any]) -> None:
        super().__init__(why)
        self.status, self.code, self.why, self.body = status, code, why, body
        self.headers: dict[str, str] = {}


class Standin:
    """What both stand-ins share: thread, faults, record, webhook delivery.

    Set things up from any thread before or while it runs; `run` takes you onto its loop.
    """

    vague: ClassVar[dict[str, Any]] = {}
    """The least that the provider's 200 says."""

    def __init__(self, *, port: int = 0, host: str = "127.0.0.1", seed: int = 0) -> None:
        self.clock, self.faults, self.record = Clock(), Faults(seed), Record()
        self.port, self.host = port, host
        self.courier = Courier(self.clock)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name=type(self).__name__, daemon=True)

    @property
    def url(self) -> str:
        """Return the base address to configure instead of the provider's."""
        return f"http://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen; the port is known afterwards."""
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop listening and delivering; stopping twice is stopping once."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(timeout=10)

    def wait_until_ended(self) -> None:
        """Return when the stand-in has stopped; for running it as a program."""
        self._thread.join()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns, done on the stand-in's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=90)

    def fail_next(self, kind: Kind, count: int = 1, *, seconds: float = 1.0, code: int = 0, on: str = "") -> None:
        """Let the next `count` requests fail; `on` names the method or the path's last part, `code` the error."""
        self.faults.plan(Fault(kind, seconds, code), count, on)

    def fail_sometimes(self, kind: Kind, chance: float, *, seconds: float = 1.0, code: int = 0, on: str = "") -> None:
        """Let this share of requests fail, by the seeded die."""
        self.faults.expect(Fault(kind, seconds, code), chance, on)

    def delivered(self, seconds: float = 60) -> bool:
        """Return True when every webhook so far was taken, False if some still are not in time."""
        return self.run(self._delivered(seconds))

    async def _delivered(self, seconds: float) -> bool:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self.is_idle and loop.time() < until:
            await asyncio.sleep(0.01)
        return self.is_idle

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is on its way to the app."""
        return not self.courier.pending

    def _live(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # told to whoever called start()
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            self.port = runner.addresses[0][1]
            async with aiohttp.ClientSession() as self.http:
                errands = asyncio.create_task(self.courier.run(self.http))
                self._ready.set()
                await self._ended.wait()
                errands.cancel()
                await asyncio.gather(errands, return_exceptions=True)
        finally:
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=_LARGEST_BODY, middlewares=[self._meet])
        Control(self).add_routes(application)
        self.add_routes(application)
        return application

    def add_routes(self, application: web.Application) -> None:
        """Add the provider's paths."""
        raise NotImplementedError

    def too_fast(self, fault: Fault) -> Refusal:
        """Return the provider's words for: slow down."""
        raise NotImplementedError

    def broken(self, fault: Fault) -> Refusal:
        """Return the provider's words for a failure of its own, or for the code asked for."""
        raise NotImplementedError

    def name_of(self, request: web.Request) -> str:
        """Return what faults and records call this request."""
        return request.path.rsplit("/", 1)[-1]

    @web.middleware
    async def _meet(self, request: web.Request, handler: Any) -> web.StreamResponse:
        is_ours = request.path.startswith(PREFIX)
        fault = None if is_ours else self.faults.pick(self.name_of(request))
        try:
            if fault:
                return await self._fail(request, handler, fault)
            answer: web.StreamResponse = await handler(request)
            return answer
        except Refusal as refusal:
            return self._refuse(request, refusal)

    async def _fail(self, request: web.Request, handler: Any, fault: Fault) -> web.StreamResponse:
        if fault.kind is Kind.TOO_FAST:
            raise self.too_fast(fault)
        if fault.kind is Kind.ERROR:
            raise self.broken(fault)
        if fault.kind is Kind.STALL:
            await asyncio.sleep(fault.seconds)
        if fault.kind in (Kind.STALL, Kind.DROP_BEFORE):
            return _cut(request)
        answer: web.StreamResponse = await handler(request)
        if fault.kind is Kind.DROP_AFTER:
            return _cut(request)
        if fault.kind is Kind.VAGUE:
            return web.json_response(self.vague)
        await asyncio.sleep(fault.seconds)
        return answer

    def _refuse(self, request: web.Request, refusal: Refusal) -> web.Response:
        self.record.add(
            Rejected(
                self.clock.now(),
                self.name_of(request),
                refusal.status,
                refusal.code,
                refusal.why,
                request.get("body", {}),
            )
        )
        return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)

    def accept(self, name: str, body: dict[str, Any]) -> None:
        """Note an accepted call."""
        self.record.add(Call(self.clock.now(), name, body))


def _cut(request: web.Request) -> web.StreamResponse:
    """Cut the connection; the answer returned goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)
