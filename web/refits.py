"""Fits the confidence anew when the articles have changed: in a process of its own, which gives way to customers.

The web server sees to it because there is always one, and it stays up while the bot starts again. Where there are
several, each starts `parley calibrate`, and the database lets one of them work.
"""

import asyncio
from time import monotonic

import structlog

from app.logs import trouble
from support.events import ArticlesChanged
from support.ports import Books
from web.processes import run

_LOOK_SECONDS = 1.0
_MOST_TIMES = 10
"""So many times as long as the articles should be left alone they are waited for: someone may write all day."""
_LONGEST_SECONDS = 1800.0
"""Two hundred articles take ten seconds, and no knowledge base much longer: so many phrasings are looked at."""

_log = structlog.get_logger()


class Quiet:
    """Says when the articles have changed and then been left alone for a while."""

    def __init__(self, books: Books, seconds: float, now: float) -> None:
        """At first they count as changed: what came of an earlier change, nobody knows who has just started."""
        self._books = books
        self._seconds = seconds
        self._bookmark: int | None = None
        self._began_at: float | None = now
        self._changed_at = now

    def has_come(self, now: float) -> bool:
        """Look at the event log; True once after each change, or each row of changes. `now` is monotonic.

        In a row that does not end it is True now and then.
        """
        newest = self._books.newest()
        if self._bookmark is not None and newest > self._bookmark and self._has_changed(self._bookmark):
            self._began_at = now if self._began_at is None else self._began_at
            self._changed_at = now
        self._bookmark = newest
        if self._began_at is None or not self._is_over(self._began_at, now):
            return False
        self._began_at = None
        return True

    def _is_over(self, began_at: float, now: float) -> bool:
        return now - self._changed_at >= self._seconds or now - began_at >= self._seconds * _MOST_TIMES

    def _has_changed(self, after: int) -> bool:
        with self._books.reading() as uow:
            return ArticlesChanged.__name__ in uow.events.kinds(after)


async def follow(books: Books, seconds: float) -> None:
    """Refit after each change of the articles, until cancelled; one that fails waits for the next change."""
    quiet = Quiet(books, seconds, monotonic())
    while True:
        try:
            if await asyncio.to_thread(quiet.has_come, monotonic()):
                await refit()
        except Exception as error:  # a database that is away comes back
            trouble(_log, "confidence.refit.not_begun", error)
        await asyncio.sleep(_LOOK_SECONDS)


async def refit() -> None:
    """Run it and say how it went; all it has to say itself, it says to who runs it by hand."""
    fault = await run("calibrate", seconds=_LONGEST_SECONDS)
    if fault is None:
        _log.info("confidence.refit.ended")
    else:
        _log.error("confidence.refit.failed", fault=fault)
