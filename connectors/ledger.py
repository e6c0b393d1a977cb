"""Posts on disk, many with one commit: whatever comes while one commit is under way goes with the next."""

import asyncio
from collections.abc import Sequence

from connectors.arrivals import Arrival, take
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
                await self._one_by_one(posts, error)

    async def _one_by_one(self, posts: list[Post], error: Exception) -> None:
        """Keep what can be kept: one post that the database refuses must not take the others with it."""
        if len(posts) == 1:
            _settle(posts, error)
            return
        for post in posts:
            try:
                await asyncio.to_thread(self._write, [post])
                _settle([post], None)
            except Exception as own:
                _settle([post], own)

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
