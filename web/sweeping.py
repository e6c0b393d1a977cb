"""Sweeps the database from time to time. However many servers do, what is dropped is dropped."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from app.logs import trouble
from desk.sweeping import sweep
from support.ports import Books

_EVERY_SECONDS = 3600.0

_log = structlog.get_logger()


async def sweep_hourly(books: Books, audit: timedelta, questions: timedelta) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            _log.info("web.sweep.done", **await asyncio.to_thread(_sweep, books, audit, questions))
        except Exception as error:  # a database that is away comes back
            trouble(_log, "web.sweep.failed", error)
        await asyncio.sleep(_EVERY_SECONDS)


def _sweep(books: Books, audit: timedelta, questions: timedelta) -> dict[str, int]:
    with books.writing() as uow:
        dropped = sweep(uow, datetime.now(UTC), audit=audit, questions=questions)
        uow.commit()
    return dropped
