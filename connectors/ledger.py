"""Posts on disk, many with one commit: whatever comes while one commit is under way goes with the next."""

import asyncio
from collections.abc import Sequence

from connectors.arrivals import Arrival, take
from support.errors import Unavailable
from support.ports import Books

_MOST_AT_ONCE = 200
"""Posts in one transaction: it should not keep other writers waiting for long."""

Post = tuple[Sequence[Arrival], "asyncio.Future[None]"]


class Ledger:
    """One for a channel's door, in one event loop."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._waiting: list[Post] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, arrivals: Sequence[Arrival]) -> None:
        """Return when they are on disk. Raises: what the database raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            posts, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
            try:
                await asyncio.to_thread(self._write, posts)
                _settle(posts, None)
            except Exception as error:
                if len(posts) == 1:
                    _settle(posts, error)
                else:
                    await self._one_by_one(posts)

    async def _one_by_one(self, posts: list[Post]) -> None:
        """Keep what can be kept: one post that the database refuses must not take the others with it."""
        for place, post in enumerate(posts):
            try:
                await asyncio.to_thread(self._write, [post])
                _settle([post], None)
            except Unavailable as error:  # no post is to blame, and each that follows would wait as long in vain
                _settle(posts[place:], error)
                return
            except Exception as error:
                _settle([post], error)

    def _write(self, posts: list[Post]) -> None:
        with self._books.writing() as uow:
            for arrivals, _ in posts:
                for arrival in arrivals:
                    take(uow, arrival)
            uow.commit()


def _settle(posts: list[Post], error: Exception | None) -> None:
    for _, done in posts:
        if done.done():  # whoever posted has gone
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
