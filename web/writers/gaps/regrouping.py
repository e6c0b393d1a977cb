"""Questions are put into gaps once an hour, and when a writer asks for it."""

import asyncio

import structlog

from app.logs import trouble
from web.processes import run

_EVERY_SECONDS = 3600.0
_LONGEST_SECONDS = 1800.0

_log = structlog.get_logger()
_running = asyncio.Lock()


async def regroup_hourly() -> None:
    """Group until cancelled. However many servers do, one of them does it at a time (`cli.gaps`)."""
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            await regroup()
        except Exception as error:
            trouble(_log, "gaps.not_begun", error)


async def regroup() -> str | None:
    """Group now, once however many ask for it; return why it failed."""
    if _running.locked():
        async with _running:
            return None
    async with _running:
        fault = await run("kb", "gaps", "--most", "0", seconds=_LONGEST_SECONDS)
    if fault:
        _log.error("gaps.failed", fault=fault)
    return fault
