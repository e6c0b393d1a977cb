"""What `parley handoffs target` finds out: which desk it is, and what that desk says to its settings."""

import asyncio
import time

import httpx

from app.settings import settings
from connectors.checks import Finding
from support.errors import ParleyError
from targets.chatwoot.api import Api
from targets.chatwoot.settings import ChatwootSettings, chatwoot
from targets.signature import signed
from targets.webhook.settings import webhook
from targets.webhook.target import SignedWebhook

_PING = "ping"


def findings() -> list[Finding]:
    """Return what works and what does not; nothing is changed. Raises: Misconfigured."""
    match settings().handoff:
        case "chatwoot":
            return asyncio.run(_chatwoot(chatwoot()))
        case "webhook":
            return asyncio.run(_webhook())
    return [Finding(True, "people answer here: ./parley handoffs (PARLEY_HANDOFF=desk)")]


async def _chatwoot(here: ChatwootSettings) -> list[Finding]:
    api = Api(here)
    try:
        inbox = await api.get(f"/inboxes/{here.inbox}")
        found = [Finding(True, f"the token works, the inbox is {inbox.get('name')}"), _kind(inbox), _hook(inbox)]
        await api.get("/contacts/search", q="parley:")
        found.append(Finding(True, "contacts can be looked up"))
    except ParleyError as error:
        return [Finding(False, f"{here.url}: {error}")]
    finally:
        await api.close()
    return [*found, *[await _door("chatwoot", "chatwoot", secret) for secret in here.secret]]


def _kind(inbox: dict[str, object]) -> Finding:
    kind = inbox.get("channel_type")
    is_fine = kind == "Channel::Api"
    return Finding(is_fine, "it is an API inbox" if is_fine else f"it is a {kind}: make an inbox of the channel API")


def _hook(inbox: dict[str, object]) -> Finding:
    posted_to, ours = str(inbox.get("webhook_url") or ""), f"{settings().public_url}/targets/chatwoot"
    if posted_to.rstrip("/") == ours:
        return Finding(True, f"Chatwoot posts to {ours}")
    return Finding(False, f"the inbox's webhook URL is {posted_to or 'not set'} and should be {ours}")


async def _webhook() -> list[Finding]:
    here = webhook()
    target = SignedWebhook(here)
    try:
        await target.post({"event": _PING}, f"{_PING}/{int(time.time())}")
        found = Finding(True, f"{here.url} took a signed ping")
    except ParleyError as error:
        found = Finding(False, str(error))
    finally:
        await target.close()
    return [found, await _door("webhook", "parley", here.secret)]


async def _door(name: str, header: str, secret: str) -> Finding:
    """Post to ourselves from outside, as the other desk does: a signed nothing, which is refused or does nothing."""
    url = f"{settings().public_url or f'http://localhost:{settings().port}'}/targets/{name}"
    timestamp, body = str(int(time.time())), b"{}"
    headers = {f"X-{header}-Timestamp": timestamp, f"X-{header}-Signature": signed(body, timestamp, secret)}
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            answer = await http.post(url, content=body, headers=headers)
    except httpx.HTTPError as error:
        return Finding(False, f"{url} does not answer ({type(error).__name__}): is `parley start` running?")
    is_fine = answer.status_code in (200, 400)
    return Finding(is_fine, f"{url} takes what is signed" if is_fine else f"{url} says {answer.status_code}")
