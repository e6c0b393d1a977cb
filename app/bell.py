"""Wakes who waits for news of a conversation: one look at the event log a moment, however many are waiting."""

import asyncio

import structlog

from support.messages import ConversationId
from support.ports import Books

_POLL_SECONDS = 0.05
_UNHEARD_POLL_SECONDS = 0.5
"""While nobody waits; who comes then looks for itself first, so nothing is missed."""
_RETRY_SECONDS = 1.0

_log = structlog.get_logger()


class Bell:
    """One a process, in its event loop."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._waiting: dict[ConversationId, set[asyncio.Event]] = {}

    async def run(self) -> None:
        """Follow the log until cancelled."""
        bookmark: int | None = None
        while True:
            try:
                bookmark, rung = await asyncio.to_thread(self._news, bookmark)
                for conversation_id in rung:
                    for waiter in self._waiting.get(conversation_id, ()):
                        waiter.set()
                await asyncio.sleep(_POLL_SECONDS if self._waiting else _UNHEARD_POLL_SECONDS)
            except Exception:  # a database that is away comes back
                _log.exception("bell.poll.failed")
                await asyncio.sleep(_RETRY_SECONDS)

    def _news(self, bookmark: int | None) -> tuple[int, set[ConversationId]]:
        with self._books.reading() as uow:
            last = uow.events.last()
            if bookmark is None or last == bookmark:
                return last, set()
            return last, uow.events.conversations(bookmark, last)

    def ring_all(self) -> None:
        """Wake everyone: the server is closing."""
        for waiters in self._waiting.values():
            for waiter in waiters:
                waiter.set()

    async def wait(self, conversation_id: ConversationId, seconds: float) -> bool:
        """Return True as soon as something happens in the conversation, False after `seconds` of silence."""
        waiter = asyncio.Event()
        self._waiting.setdefault(conversation_id, set()).add(waiter)
        try:
            await asyncio.wait_for(waiter.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            waiters = self._waiting[conversation_id]
            waiters.discard(waiter)
            if not waiters:
                del self._waiting[conversation_id]
        return True
