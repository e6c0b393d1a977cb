"""Sees to sources that are imported again by themselves: in a process of its own, beside what customers wait for."""

import asyncio
from datetime import UTC, datetime

import structlog

from app.logs import trouble
from support.ports import Books
from web.processes import run

_LOOK_SECONDS = 30.0
_LONGEST_SECONDS = 6 * 3600.0
"""Ten thousand pages at a polite pace take two hours."""

_log = structlog.get_logger()


async def reimport(books: Books, seconds: float = _LOOK_SECONDS) -> None:
    """Import what is due, until cancelled. However many servers do, one of them imports (`cli.sources.run`)."""
    while True:
        try:
            if await asyncio.to_thread(is_due, books, datetime.now(UTC)):
                await _run()
        except Exception as error:  # a database that is away comes back
            trouble(_log, "sources.run.not_begun", error)
        await asyncio.sleep(seconds)


def is_due(books: Books, now: datetime) -> bool:
    """Whether it is time for any source."""
    with books.reading() as uow:
        return any(source.is_due(now) for source in uow.sources.all())


async def _run() -> None:
    fault = await run("kb", "sources", "run", "--due", seconds=_LONGEST_SECONDS)
    level = _log.info if fault is None else _log.error
    level("sources.run.ended", fault=fault)  # what came of each stands in `parley kb sources list`
