"""The conversation as server-sent events: an event's id is its place in the log, so a browser resumes where it was."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from app.bell import Bell
from app.typing import typing
from connectors.webchat.wire import Frame, frames
from support.events import HolderChanged, MessagePosted, MessageReceived
from support.handoffs import Holder, holder
from support.messages import Author, ConversationId
from support.ports import Books, Logged, UnitOfWork

PING_SECONDS = 15.0


class Sink(Protocol):
    """Where the events go."""

    async def send(self, data: str) -> Any:
        """Write to the browser; raises when it has gone."""


class Stream:
    """One browser's ear."""

    def __init__(self, books: Books, bell: Bell, conversation_id: ConversationId, after: int) -> None:
        self._books = books
        self._bell = bell
        self._conversation_id = conversation_id
        self._after = after
        self._is_typing = False

    async def run(self, sink: Sink, *, is_closing: Callable[[], bool]) -> None:
        """Replay what was missed, then follow, until the browser goes or the server closes."""
        await sink.send("retry: 1000\n\n")
        while not is_closing():
            # Armed before looking, so that nothing can happen unheard in between.
            news = asyncio.ensure_future(self._bell.wait(self._conversation_id, self._patience()))
            try:
                batch = await asyncio.to_thread(self._missed)
                for logged in batch:
                    await self._tell(sink, logged)
                if batch:
                    await self._tell_typing(sink, batch[-1])
                    continue
                await self._tell_agent(sink)
                if not await news:
                    await sink.send(": ping\n\n")
            finally:
                news.cancel()

    def _missed(self) -> list[Logged]:
        with self._books.reading() as uow:
            return [_named(uow, logged) for logged in uow.events.since(self._after, self._conversation_id)]

    async def _tell(self, sink: Sink, logged: Logged) -> None:
        self._after = logged.sequence
        for frame in frames(logged):
            await sink.send(encoded(frame, logged.sequence))

    def _patience(self) -> float:
        """Return the seconds to wait for news: an agent who stopped without a word is shown no longer."""
        return min(typing().seconds_left(self._conversation_id) or PING_SECONDS, PING_SECONDS)

    async def _tell_agent(self, sink: Sink) -> None:
        is_typing = typing().seconds_left(self._conversation_id) > 0
        if is_typing != self._is_typing:
            self._is_typing = is_typing
            await sink.send(encoded(("typing", {"on": is_typing, "by": "agent"}), None))

    async def _tell_typing(self, sink: Sink, last: Logged) -> None:
        if isinstance(last.event, MessagePosted) and last.event.message.author is Author.AGENT:
            typing().agent(self._conversation_id, on=False)
        self._is_typing = False
        is_working = isinstance(last.event, MessageReceived) and await asyncio.to_thread(self._is_with_bot)
        await sink.send(encoded(("typing", {"on": is_working}), None))

    def _is_with_bot(self) -> bool:
        # Asked of the books: a browser that comes back in the middle is not told of the handoff again.
        with self._books.reading() as uow:
            return holder(uow.handoffs.latest(self._conversation_id)) is Holder.BOT


def _named(uow: UnitOfWork, logged: Logged) -> Logged:
    """Return what happened with the name of who has joined in place of their account's id."""
    if not isinstance(logged.event, HolderChanged) or logged.event.handoff.taken_by is None:
        return logged
    account = uow.accounts.find(logged.event.handoff.taken_by)
    if account is None:
        return logged
    named = replace(logged.event.handoff, taken_by=account.name)
    return replace(logged, event=replace(logged.event, handoff=named))


def encoded(frame: Frame, sequence: int | None) -> str:
    """Return a frame as text/event-stream (WHATWG HTML, server-sent events); JSON never holds a line break."""
    name, data = frame
    identity = f"id: {sequence}\n" if sequence is not None else ""
    return f"event: {name}\n{identity}data: {json.dumps(data, ensure_ascii=False)}\n\n"
