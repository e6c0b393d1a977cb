"""How updates reach us: Telegram posts them to `web`, or the bot asks for them again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import structlog

from app.settings import settings
from connectors.telegram.api import BotApi
from connectors.telegram.batches import Store, confirming, parsed
from connectors.telegram.origins import Account
from connectors.telegram.parse import KINDS
from connectors.telegram.presses import Thanks
from connectors.telegram.settings import telegram
from support.errors import Conflict, SlowDown, Unavailable, Undeliverable
from support.ports import Books

_POLL_SECONDS = 30
"""Telegram holds a poll for up to 50 s; some routers cut a silent line after a minute, and this leaves them room."""
_BREATH_SECONDS = 0.5
"""Between polls that come back empty at once: Telegram's own take 30 s, and nobody is asked in a tight circle."""
_LONGEST_WAIT = 60.0
"""After faults in a row: once it is mended nobody waits longer than a minute, and the log says so once a minute."""
_CONFLICT_SECONDS = 30.0
"""Somebody else fetches this bot's updates, or has set a webhook: only an operator can mend that."""

T = TypeVar("T")
_log = structlog.get_logger()


async def listen(api: BotApi, books: Books) -> None:
    """Have updates posted to us, or fetch them until cancelled."""
    me = await insist("telegram.account.unknown", partial(api.call, "getMe"))
    account = Account(id=telegram().bot_id, username=me.get("username"))
    if telegram().is_posted:
        await insist("telegram.webhook.not_set", partial(api.call, "setWebhook", **webhook(account)))
        _log.info("telegram.webhook.set", bot=account.username)
    else:
        await insist("telegram.webhook.not_removed", partial(api.call, "deleteWebhook"))
        _log.info("telegram.updates.polled", bot=account.username)
        await poll(api, account, books)


def webhook(account: Account) -> dict[str, Any]:
    """Return where Telegram is to post what. The URL carries our username: `web` then has to ask nobody for it."""
    return {
        "url": f"{settings().public_url}/webhooks/telegram?bot={account.username or ''}",
        "secret_token": telegram().webhook_secret,
        "allowed_updates": KINDS,
    }


async def poll(api: BotApi, account: Account, books: Books) -> None:
    """Fetch updates and store them; a batch is confirmed, by asking for what comes after it, once it is on disk."""
    thanks, offset = Thanks(api), 0
    while True:
        asked_at = monotonic()
        updates = await insist("telegram.updates.not_fetched", partial(_fetched, api, offset))
        arrivals = parsed(updates, account)
        if arrivals:
            await insist("telegram.updates.not_stored", Store(books, arrivals))
        thanks.give(arrivals)
        offset, before = confirming(updates, offset), offset
        if updates and offset <= before:  # it would come again at once
            _log.error("telegram.updates.not_confirmed", updates=len(updates))
            await asyncio.sleep(_LONGEST_WAIT)
        elif not updates and monotonic() - asked_at < _BREATH_SECONDS:  # a server or proxy that does not hold a poll
            await asyncio.sleep(_BREATH_SECONDS)


async def _fetched(api: BotApi, offset: int) -> list[Any]:
    """Return the updates from `offset` on. Raises: as BotApi.call does."""
    asked: dict[str, Any] = {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": KINDS}
    updates = await api.call("getUpdates", seconds=_POLL_SECONDS + 10.0, **asked)
    if not isinstance(updates, list):
        raise Unavailable("Telegram's answer to getUpdates is no list")
    return updates


async def insist(event: str, step: Callable[[], Awaitable[T]]) -> T:
    """Return what a step returns, however often it has to be tried; `event` is logged each time it fails."""
    tried = 0
    while True:
        try:
            return await step()
        except Exception as error:
            tried += 1
            seconds = _wait(error, tried)
            _log.warning(event, fault=f"{type(error).__name__}: {error}", seconds=seconds)
        await asyncio.sleep(seconds)


def _wait(error: Exception, tried: int) -> float:
    if isinstance(error, SlowDown):
        return error.seconds
    if isinstance(error, Conflict):
        return _CONFLICT_SECONDS
    return _LONGEST_WAIT if isinstance(error, Undeliverable) else min(2.0 ** (tried - 1), _LONGEST_WAIT)
