"""Hears the event log grow: one thread a process looks, however many wait for news.

A look in a thread of its own costs a fifth of one that an event loop sends to a thread and waits for.
"""

import asyncio
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic

import structlog

from app.logs import trouble
from support.ports import Books

_POLL_SECONDS = 0.03
"""A message meets two on its way, the bot's and the web's: 15 ms each on average, which nobody sees."""
_QUIET_POLL_SECONDS = 0.1
_QUIET_AFTER_SECONDS = 5.0
"""A house without customers should not keep a processor warm; the first of them waits a moment longer."""
_RETRY_SECONDS = 1.0

_log = structlog.get_logger()


class Ear:
    """One a process, for all its event loops; looks from the first question on, until it is closed."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._newest = -1
        self._lock = Lock()
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = Event()
        self._thread: Thread | None = None

    async def newer(self, than: int, seconds: float) -> int:
        """Return the log's newest sequence as soon as it is above `than`; `than` after so many seconds of silence."""
        heard = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._newest > than:
                return self._newest
            self._waiting.add(heard)
            self._listen()
        try:
            await asyncio.wait_for(heard, seconds)
        except TimeoutError:
            return than
        finally:
            with self._lock:
                self._waiting.discard(heard)
        return max(self._newest, than)

    def close(self) -> None:
        """Look no more, and return when the last look has ended, so that the books may be closed."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _listen(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._look_until_closed, name="ear", daemon=True)
            self._thread.start()

    def _look_until_closed(self) -> None:
        heard_at = monotonic()
        while not self._closed.is_set():
            try:
                if self._look():
                    heard_at = monotonic()
            except Exception as error:  # a database that is away comes back
                trouble(_log, "ear.look.failed", error)
                self._closed.wait(_RETRY_SECONDS)
            is_quiet = monotonic() - heard_at > _QUIET_AFTER_SECONDS
            self._closed.wait(_QUIET_POLL_SECONDS if is_quiet else _POLL_SECONDS)

    def _look(self) -> bool:
        newest = self._books.newest()
        with self._lock:
            if newest == self._newest:
                return False
            self._newest = newest
            waiting, self._waiting = self._waiting, set()
        for heard in waiting:
            with suppress(RuntimeError):  # its loop has been closed
                heard.get_loop().call_soon_threadsafe(_wake, heard)
        return True


def _wake(heard: "asyncio.Future[None]") -> None:
    if not heard.done():
        heard.set_result(None)
