"""What `parley channel test telegram` finds out."""

from collections.abc import AsyncIterator
from typing import Any

from connectors.checks import Finding
from connectors.telegram.api import BotApi
from connectors.telegram.ears import webhook
from connectors.telegram.origins import Account
from connectors.telegram.settings import telegram
from support.errors import ParleyError


def closed_because() -> str | None:
    """Return why nothing comes in here, None for an open channel. Raises: Misconfigured."""
    return None if telegram().token else "PARLEY_TELEGRAM_TOKEN is not set; docs/operating.md, Telegram"


async def check() -> list[Finding]:
    """Return what works and what does not, as Telegram sees it. Changes nothing."""
    here = telegram()
    if not here.token:
        return [Finding(False, "PARLEY_TELEGRAM_TOKEN is not set: make a bot with @BotFather and put its token there")]
    api = BotApi(here.api, here.token)
    try:
        return [finding async for finding in _findings(api)]
    except ParleyError as error:
        return [Finding(False, f"{here.api}: {error}")]
    finally:
        await api.close()


async def _findings(api: BotApi) -> AsyncIterator[Finding]:
    me = await api.call("getMe")
    yield Finding(True, f"the token is that of @{me.get('username')} ({me['id']})")
    yield Finding(True, _groups(me))
    set_up = await api.call("getWebhookInfo")
    yield _mode(set_up, Account(id=me["id"], username=me.get("username")))
    if fault := set_up.get("last_error_message"):
        yield Finding(False, f"Telegram could last not post an update: {fault}")
    yield Finding(True, f"{set_up.get('pending_update_count', 0)} updates wait at Telegram")


def _groups(me: dict[str, Any]) -> str:
    if not me.get("can_join_groups"):
        return "groups: cannot be added to any (@BotFather, /setjoingroups)"
    sees = "all messages, and answers those meant for it" if me.get("can_read_all_group_messages") else "what names it"
    return f"groups: sees {sees}"


def _mode(set_up: dict[str, Any], account: Account) -> Finding:
    url = set_up.get("url") or ""
    if not telegram().is_posted:
        text = f"a webhook is set ({url}); the bot removes it when it starts" if url else "long polling, no webhook"
        return Finding(not url, text)
    ours = webhook(account)["url"]
    if url == ours:
        return Finding(True, f"the webhook is {ours}")
    return Finding(False, f"the webhook is {url or 'not set'} and should be {ours}; the bot sets it when it starts")
