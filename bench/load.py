"""Posts at a steady rate, whatever the server does: a slow answer does not slow the next post down."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

_PATIENCE_SECONDS = 60.0

Post = Callable[[aiohttp.ClientSession], Awaitable[None]]
"""Sends one post and returns when it is answered as it should be; raises otherwise."""


def acknowledged(url: str, posts: Sequence[Post], *, per_second: float) -> tuple[list[float], float]:
    """Return the seconds each post took from the time it was due, and the rate at which answers came.

    One that fails or is not answered in time counts as the whole patience: leaving it out would flatter who drops it.
    """
    return asyncio.run(_acknowledged(url, posts, per_second))


async def _acknowledged(url: str, posts: Sequence[Post], per_second: float) -> tuple[list[float], float]:
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=_PATIENCE_SECONDS)
    async with aiohttp.ClientSession(url, connector=connector, timeout=timeout) as session:
        began = time.perf_counter()
        tasks = []
        for number, post in enumerate(posts):
            due = began + number / per_second
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(_timed(session, post, due)))
        each = await asyncio.gather(*tasks)
        return each, len(posts) / (time.perf_counter() - began)


async def _timed(session: aiohttp.ClientSession, post: Post, due: float) -> float:
    try:
        await post(session)
    except (aiohttp.ClientError, TimeoutError):
        return _PATIENCE_SECONDS
    return time.perf_counter() - due
