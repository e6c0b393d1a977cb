"""structlog, one line an event: readable on a terminal, JSON elsewhere.

Events are named room.thing.outcome and carry ids, never texts. Libraries keep to that because we make them: of
their words only warnings and worse come through, and of Rasa's events, which carry what people wrote, only the name.
"""

import logging
import sys
from pathlib import Path
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from app.settings import ROOT
from support.errors import Unavailable

_STANDARD = ("event", "exc_info", "level", "timestamp")
_log = structlog.get_logger()


def set_up(level: str = "INFO") -> None:
    """Configure logging for this process."""
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _only_names_of_others,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Bridge()], level=logging.WARNING, force=True)


def trouble(log: Any, event: str, error: Exception) -> None:
    """Log an error in a loop that goes on: one line where the cause is known and said, else all there is to see."""
    if isinstance(error, Unavailable):
        log.error(event, fault=str(error))
    else:
        log.error(event, exc_info=error)


class _Bridge(logging.Handler):
    """Puts what a library says by Python's own logging among our events."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log it under the library's name."""
        if record.levelno >= logging.WARNING:  # a library may have lowered its own logger's level
            said = {"logger": record.name, "message": record.getMessage(), "exc_info": record.exc_info}
            _log.log(record.levelno, "logs.library.warned", **said)


def _only_names_of_others(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Drop a library's event below a warning; leave of others what cannot hold a text."""
    if _is_ours(_caller()):
        return event
    if logging.getLevelName(event["level"].upper()) < logging.WARNING:
        raise structlog.DropEvent
    return {key: event[key] for key in _STANDARD if key in event}


def _caller() -> Path:
    """Return the file that logs: the first one up the stack that is not structlog's."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("structlog"):
        frame = frame.f_back
    return Path(frame.f_code.co_filename)


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts
