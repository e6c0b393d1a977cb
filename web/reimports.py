"""Sees to sources that are imported again by themselves: in a process of its own, beside what customers wait for."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from app.logs import trouble
from app.settings import ROOT
from support.ports import Books

_LOOK_SECONDS = 30.0
_LONGEST_SECONDS = 6 * 3600.0
"""Ten thousand pages at a polite pace take two hours."""
_COMMAND = (sys.executable, "-W", "ignore", "-m", "cli", "kb", "sources", "run", "--due")

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
    process = await asyncio.create_subprocess_exec(*_COMMAND, cwd=ROOT, stdout=PIPE, stderr=STDOUT)
    try:
        await asyncio.wait_for(process.communicate(), _LONGEST_SECONDS)
    except TimeoutError:
        _log.error("sources.run.too_long")
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    level = _log.info if process.returncode == 0 else _log.error
    level("sources.run.ended", status=process.returncode)  # what came of each stands in `parley kb sources list`
