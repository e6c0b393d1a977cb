"""The desks that are open are heard of: whoever has one is there, and can be given a conversation."""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import structlog

from app.logs import trouble
from desk import presence
from support.ports import Books

_BEAT_SECONDS = 20.0
"""A third of what makes silence (support.teams.SILENCE): two beats may be lost."""
_LOOK_SECONDS = 1.0

_log = structlog.get_logger()


async def beat(books: Books, online: Callable[[], Collection[str]]) -> None:
    """Note who is online, at once when somebody comes, until cancelled: one write for all."""
    noted: set[str] = set()
    noted_at = 0.0
    loop = asyncio.get_running_loop()
    while True:
        here = set(online())
        if here - noted or (here and loop.time() - noted_at >= _BEAT_SECONDS):
            try:
                await asyncio.to_thread(_note, books, here)
                noted_at = loop.time()
            except Exception as error:  # a database that is away comes back
                trouble(_log, "desk.beat.failed", error)
        noted = here
        await asyncio.sleep(_LOOK_SECONDS)


def _note(books: Books, agents: Collection[str]) -> None:
    now = datetime.now(UTC)
    with books.writing() as uow:
        for agent in sorted(agents):
            presence.beat(uow, agent, now=now)
        uow.commit()
