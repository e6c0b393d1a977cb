"""What `parley channel test whatsapp` finds out: token, numbers, secret, webhook, template."""

import hmac
from collections.abc import AsyncIterator
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import uuid4

import httpx

from app.settings import settings
from connectors.checks import Finding
from connectors.whatsapp.faults import Closed
from connectors.whatsapp.graph import Graph
from connectors.whatsapp.settings import CHANNEL, WhatsAppSettings, whatsapp
from support.errors import ParleyError

_FIELDS = "display_phone_number,verified_name,quality_rating,throughput,webhook_configuration"
_PATH = f"/webhooks/{CHANNEL}"


def closed_because() -> str | None:
    """Return why nothing comes in here, None for an open channel. Raises: Misconfigured."""
    return None if whatsapp().is_open else "no PARLEY_WHATSAPP_... is set; docs/operating.md, WhatsApp"


async def check() -> list[Finding]:
    """Return what works and what does not. Raises: Misconfigured for settings that are half there."""
    here = whatsapp()
    if not here.is_open:
        return [Finding(False, "WhatsApp is not set up: docs/operating.md, WhatsApp, goes through it step by step")]
    graph = Graph(here, logs=False)
    try:
        return [finding async for finding in _findings(here, graph)]
    finally:
        await graph.close()


async def _findings(here: WhatsAppSettings, graph: Graph) -> AsyncIterator[Finding]:
    try:
        found = {number: await _about(number, graph) for number in here.phone_number_id}
        for finding in chain.from_iterable(found.values()):
            yield finding
        working = [number for number, (first, *_) in found.items() if first.is_fine]
        if working:
            yield await _secret(working[0], here, graph)
    except (Closed, httpx.HTTPError) as error:  # whatever else Meta were asked, it would say the same
        yield Finding(False, _words(error, here))
    yield await _door(here)
    yield _template(here)


async def _about(number: str, graph: Graph) -> list[Finding]:
    """Return who we are on this number, and where Meta posts what comes in on it.

    Raises: Closed for what is wrong with all numbers, httpx.HTTPError.
    """
    try:
        told = await graph.get(number, fields=_FIELDS)
    except ParleyError as error:
        if isinstance(error, Closed) and error.to_all:
            raise
        return [Finding(False, f"phone number id {number}: {error}")]
    level = told.get("throughput") or {}
    name = f"{told.get('display_phone_number')} ({told.get('verified_name')})"
    state = f"quality {told.get('quality_rating', 'unknown')}, throughput {level.get('level', 'unknown')}"
    return [Finding(True, f"the token works for {name}, {state}"), *_registered(told)]


def _registered(told: dict[str, Any]) -> list[Finding]:
    """Return whether Meta posts to us, as far as it tells: only what is registered, not which fields."""
    registered = told.get("webhook_configuration") or {}
    url = registered.get("phone_number") or registered.get("whatsapp_business_account") or registered.get("application")
    public = settings().public_url
    if not url:
        what = "Meta has no webhook for this number: register it on the app's page, and subscribe to `messages`"
        return [Finding(False, what)]
    if public and str(url).rstrip("/") != f"{public}{_PATH}":
        return [Finding(False, f"Meta posts to {url}, which is not PARLEY_PUBLIC_URL with {_PATH}")]
    return [Finding(True, f"Meta posts to {url}")]


async def _secret(number: str, here: WhatsAppSettings, graph: Graph) -> Finding:
    """Have Meta check the secret: a call may carry the token signed with it (Graph API, appsecret_proof).

    Raises: httpx.HTTPError.
    """
    proof = hmac.new(here.app_secret.encode(), here.token.encode(), sha256).hexdigest()
    try:
        await graph.get(number, fields="id", appsecret_proof=proof)
    except ParleyError as error:
        if "appsecret_proof" in str(error):
            return Finding(False, "PARLEY_WHATSAPP_APP_SECRET is not this app's: every webhook would be refused")
        return Finding(False, f"the app secret could not be checked: {error}")
    return Finding(True, "the app secret is the app's")


def _words(error: Exception, here: WhatsAppSettings) -> str:
    return str(error) if isinstance(error, ParleyError) else f"{here.api} cannot be reached ({type(error).__name__})"


async def _door(here: WhatsAppSettings) -> Finding:
    """Shake hands with ourselves from outside, as Meta does."""
    public, challenge = settings().public_url, uuid4().hex
    if not public:
        return Finding(False, "PARLEY_PUBLIC_URL is not set: Meta needs an https address to post to")
    asked = {"hub.mode": "subscribe", "hub.verify_token": here.verify_token, "hub.challenge": challenge}
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            answer = await http.get(f"{public}{_PATH}", params=asked)
    except httpx.HTTPError as error:
        return Finding(False, f"{public}{_PATH} does not answer ({type(error).__name__}): is `parley start` running?")
    if answer.status_code == 200 and answer.text == challenge:
        return Finding(True, f"{public}{_PATH} answers Meta's handshake")
    return Finding(False, f"{public}{_PATH} answers {answer.status_code} instead of the challenge")


def _template(here: WhatsAppSettings) -> Finding:
    if not here.template:
        return Finding(False, "PARLEY_WHATSAPP_TEMPLATE is not set: after 24 hours of silence nothing can be sent")
    return Finding(True, f"after 24 hours of silence the template {here.template} carries what is said")
