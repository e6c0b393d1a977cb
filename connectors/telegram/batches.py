"""A batch of fetched updates: on disk, then confirmed; no update in it can hold up the others."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog

from connectors.arrivals import Arrival, Unknown, take_all
from connectors.telegram.origins import Account, number
from connectors.telegram.parse import parse
from connectors.telegram.settings import CHANNEL
from support.errors import Unavailable
from support.ports import Books

_WHOLE_TRIES = 3
"""A database that is away refuses everything, and is waited for; only then may it be one update that it refuses."""

_log = structlog.get_logger()


def parsed(updates: Sequence[Any], account: Account) -> list[Arrival]:
    """Return what they hold, in order."""
    now = datetime.now(UTC)
    return [arrival for update in updates for arrival in parse(update, account=account, now=now)]


def confirming(updates: Sequence[Any], offset: int) -> int:
    """Return the offset that confirms them; `offset` when none of them says which it is."""
    return max((id + 1 for update in updates for id in _number(update)), default=offset)


def _number(update: Any) -> Iterator[int]:
    with suppress(AttributeError, ValueError):
        yield number(update.get("update_id"))


class Store:
    """Puts one batch on disk, tried until it works."""

    def __init__(self, books: Books, arrivals: Sequence[Arrival]) -> None:
        """Nothing is stored yet."""
        self._books = books
        self._arrivals = arrivals
        self._tries = 0

    async def __call__(self) -> None:
        """Store all of it. Raises: what the database raised, when it is to be tried again."""
        self._tries += 1
        whole = self._tries <= _WHOLE_TRIES
        await asyncio.to_thread(take_all if whole else _one_by_one, self._books, self._arrivals)


def _one_by_one(books: Books, arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        try:
            take_all(books, [arrival])
        except Unavailable:  # the update is not to blame: a stray would be a message that nobody answers
            raise
        except Exception as error:
            take_all(books, [_refused(arrival, error)])  # a database that refuses this, too, is away: try it all again
            _log.exception("telegram.update.refused", message=getattr(getattr(arrival, "message", None), "id", None))


def _refused(arrival: Arrival, error: Exception) -> Unknown:
    """Return it as something for a person to look at."""
    body = json.dumps(repr(arrival).replace("\0", ""))
    return Unknown(channel=CHANNEL, body=body, fault=f"refused by our books: {type(error).__name__}")
