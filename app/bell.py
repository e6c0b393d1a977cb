"""Wakes who waits for news of a conversation, however many are waiting."""

import asyncio

import structlog

from app.ear import Ear
from app.logs import trouble
from support.messages import ConversationId
from support.ports import Books

_PATIENCE_SECONDS = 60.0
_RETRY_SECONDS = 1.0

_log = structlog.get_logger()


class Bell:
    """One a process, in its event loop."""

    def __init__(self, books: Books, ear: Ear) -> None:
        self._books = books
        self._ear = ear
        self._waiting: dict[ConversationId, set[asyncio.Event]] = {}

    async def run(self) -> None:
        """Follow the log until cancelled."""
        bookmark = await self._ear.newer(-1, _PATIENCE_SECONDS)
        while True:
            try:
                last = await self._ear.newer(bookmark, _PATIENCE_SECONDS)
                if last > bookmark and self._waiting:  # who comes later looks for itself first
                    self._ring(await asyncio.to_thread(self._conversations, bookmark, last))
                bookmark = last
            except Exception as error:  # a database that is away comes back
                trouble(_log, "bell.look.failed", error)
                await asyncio.sleep(_RETRY_SECONDS)

    def _conversations(self, after: int, until: int) -> set[ConversationId]:
        with self._books.reading() as uow:
            return uow.events.conversations(after, until)

    def _ring(self, conversation_ids: set[ConversationId]) -> None:
        for conversation_id in conversation_ids:
            for waiter in self._waiting.get(conversation_id, ()):
                waiter.set()

    def ring(self, conversation_id: ConversationId) -> None:
        """Wake who waits for one: something that is in no log."""
        self._ring({conversation_id})

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
