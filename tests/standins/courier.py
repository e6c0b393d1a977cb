"""Delivers webhooks as providers do: in order within a lane, lanes side by side, again until taken."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from tests.standins.clock import Clock

_ANSWER_SECONDS = 20.0
"""How long the app may take; Meta and Telegram both give up at about this."""


@dataclass(frozen=True)
class Target:
    """Where webhooks go; `sign` makes the headers for a raw body."""

    url: str
    sign: Callable[[bytes], dict[str, str]]
    connections: int = 40
    taken: range = range(200, 300)
    """The statuses that end a delivery: any 2xx for Telegram, 200 alone for Meta."""


@dataclass(eq=False)
class Parcel:
    """One delivery on its way. Parcels of one lane never overtake each other."""

    lane: str
    body: bytes
    id: int = 0
    rests: bool = False
    failures: int = 0


@dataclass(frozen=True)
class Try:
    """One attempt and the app's answer; status 0 for none."""

    at: datetime
    status: int
    seconds: float
    body: bytes


@dataclass
class Courier:
    """Holds what is undelivered. All of it runs on the stand-in's loop."""

    clock: Clock
    pause_seconds: float = 0.1
    """The first wait after a failure; doubled from the second on. Real ones start at 1 s: tests have less patience."""
    longest_pause_seconds: float = 60.0
    pending: list[Parcel] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    target: Target | None = None
    _flying: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, parcel: Parcel) -> None:
        """Take a parcel; it stays pending until delivered or confirmed."""
        self.pending.append(parcel)
        self._wake.set()

    def aim(self, target: Target | None) -> None:
        """Deliver to `target` from now on; None keeps everything here."""
        self.target = target
        self._wake.set()

    async def run(self, http: aiohttp.ClientSession) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._wake.clear()
                self._send_out(http)
                await self._wake.wait()
        finally:
            for task in self._flying.values():
                task.cancel()
            await asyncio.gather(*self._flying.values(), return_exceptions=True)

    def _send_out(self, http: aiohttp.ClientSession) -> None:
        if self.target is None:
            return
        for parcel in self._ready():
            if len(self._flying) >= self.target.connections:
                return
            self._flying[parcel.lane] = asyncio.create_task(self._carry(parcel, self.target, http))

    def _ready(self) -> Iterator[Parcel]:
        """Yield the head of each idle lane whose wait is over."""
        seen = set(self._flying)
        for parcel in self.pending:
            if parcel.lane not in seen and not parcel.rests:
                yield parcel
            seen.add(parcel.lane)

    async def _carry(self, parcel: Parcel, target: Target, http: aiohttp.ClientSession) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            status, retry_after = await _post(http, target, parcel.body)
        finally:
            self._flying.pop(parcel.lane, None)
        self.tries.append(Try(self.clock.now(), status, loop.time() - began, parcel.body))
        if status in target.taken:
            if parcel in self.pending:  # getUpdates or drop_pending_updates may have taken it
                self.pending.remove(parcel)
        else:
            self._postpone(parcel, retry_after)
        self._wake.set()

    def _postpone(self, parcel: Parcel, retry_after: float) -> None:
        pause = retry_after or min(self.longest_pause_seconds, self.pause_seconds * 2 ** max(0, parcel.failures - 1))
        parcel.failures += 1
        parcel.rests = True  # until told otherwise, not until a time: a timer may ring a moment before it
        asyncio.get_running_loop().call_later(pause, self._rested, parcel)

    def _rested(self, parcel: Parcel) -> None:
        parcel.rests = False
        self._wake.set()


async def _post(http: aiohttp.ClientSession, target: Target, body: bytes) -> tuple[int, float]:
    """Return the app's status and Retry-After; 0 for no answer."""
    headers = {"Content-Type": "application/json", **target.sign(body)}
    patience = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
    try:
        async with http.post(target.url, data=body, headers=headers, timeout=patience, allow_redirects=False) as answer:
            await answer.read()
            wait = answer.headers.get("Retry-After", "")
            return answer.status, float(wait) if wait.isdigit() else 0.0
    except (aiohttp.ClientError, OSError):  # TimeoutError is one
        return 0, 0.0
