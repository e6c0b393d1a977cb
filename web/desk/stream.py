"""One open desk: what was missed, then what happens, until the browser goes, the session ends or the server closes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from support.ports import Books
from support.staff import Account
from web.desk.follower import Follower, Listener, read

PING_SECONDS = 15.0
"""A line that nothing goes over is cut by what stands between; a session that was ended lives no longer than this."""


class Sink(Protocol):
    """Where the events go."""

    async def send(self, data: str) -> Any:
        """Write to the browser; raises when it has gone."""


class Stream:
    """What one browser hears."""

    def __init__(self, books: Books, follower: Follower, account: Account, after: int | None) -> None:
        self._books = books
        self._follower = follower
        self._account = account
        self._after = after

    async def run(self, sink: Sink, *, is_welcome: Callable[[], Awaitable[bool]]) -> None:
        """Tell it all. Raises: what the sink raises when the browser has gone."""
        await sink.send("retry: 1000\n\n")
        # Joined before what was missed is read: nothing can happen unheard in between, nothing is told twice.
        listener = await self._follower.join(self._account.id)
        try:
            await self._replay(sink, listener.place)
            await self._follow(sink, listener, is_welcome)
        finally:
            self._follower.leave(listener)

    async def _replay(self, sink: Sink, until: int) -> None:
        """Tell what happened between the browser's place and ours; of a place beyond ours nothing is known."""
        after = until if self._after is None else self._after
        while after < until:
            after, found = await asyncio.to_thread(read, self._books, after, until)
            await sink.send("".join(frame.text for frame in found) or ": on\n\n")

    async def _follow(self, sink: Sink, listener: Listener, is_welcome: Callable[[], Awaitable[bool]]) -> None:
        loop = asyncio.get_running_loop()
        checked_at = loop.time()
        while not (listener.is_lost or self._follower.is_closing):
            await sink.send(await _next(listener))
            if loop.time() - checked_at >= PING_SECONDS:
                checked_at = loop.time()
                if not await is_welcome():
                    return


async def _next(listener: Listener) -> str:
    """Return what there is to tell, all of it at once; a sign of life after some silence."""
    try:
        first = await asyncio.wait_for(listener.queue.get(), PING_SECONDS)
    except TimeoutError:
        return ": ping\n\n"
    found = [first]
    while not listener.queue.empty():
        found.append(listener.queue.get_nowait())
    return "".join(frame.text for frame in found if frame is not None) or ": on\n\n"
