"""Posts on disk, many with one commit: whatever comes while one commit is under way goes with the next."""

import asyncio
from collections.abc import Sequence

from connectors.arrivals import Arrival, take
from connectors.untangling import untangled
from support.errors import Unavailable
from support.ports import Books

_MOST_AT_ONCE = 200
"""Posts in one transaction: it should not keep other writers waiting for long."""

Post = tuple[Sequence[Arrival], "asyncio.Future[bool]"]


class Ledger:
    """One for a channel's door, in one event loop. However many wait for the database, they take one thread."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._waiting: list[Post] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, arrivals: Sequence[Arrival]) -> bool:
        """Return, when they are on disk, whether there was news among them. Raises: what the database raised."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        while self._waiting:
            posts, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
            try:
                _tell(posts, await asyncio.to_thread(self._write, posts))
            except Exception as error:
                if len(posts) == 1:
                    _refuse(posts, error)
                else:
                    await self._one_by_one(posts)

    async def _one_by_one(self, posts: list[Post]) -> None:
        """Keep what can be kept: one post that the database refuses must not take the others with it."""
        for place, post in enumerate(posts):
            try:
                _tell([post], await asyncio.to_thread(self._write, [post]))
            except Unavailable as error:  # no post is to blame, and each that follows would wait as long in vain
                _refuse(posts[place:], error)
                return
            except Exception as error:
                _refuse([post], error)

    def _write(self, posts: list[Post]) -> list[bool]:
        return untangled(lambda: self._write_once(posts))

    def _write_once(self, posts: list[Post]) -> list[bool]:
        """Return of each post whether there was news in it."""
        with self._books.writing() as uow:
            news = [any([take(uow, arrival) for arrival in arrivals]) for arrivals, _ in posts]
            uow.commit()
        return news


def _tell(posts: list[Post], news: list[bool]) -> None:
    for (_, done), is_new in zip(posts, news, strict=True):
        if not done.done():  # else whoever posted has gone
            done.set_result(is_new)


def _refuse(posts: list[Post], error: Exception) -> None:
    for _, done in posts:
        if not done.done():
            done.set_exception(error)
