"""The line to the bot process, over loopback and with a secret: it has the search, and the lines to the channels."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from app.secrets import derived
from app.settings import Settings

_log = structlog.get_logger()

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: on loopback nothing is encrypted. httpx would read all authorities' certificates at each call."""


def secret(here: Settings) -> str:
    """Return what both ends derive."""
    return derived(here.var, "desk helper")


async def asked(here: Settings, path: str, body: Mapping[str, Any], *, seconds: float) -> Any:
    """Return the bot's answer as JSON, None while it is away; `path` is below /webhooks."""
    url = f"http://127.0.0.1:{here.bot_port}/webhooks/{path}"
    headers = {"Authorization": f"Bearer {secret(here)}"}
    try:
        async with httpx.AsyncClient(timeout=seconds, trust_env=False, verify=_NO_TLS) as http:
            answer = await http.post(url, json=body, headers=headers)
            answer.raise_for_status()
            return answer.json()
    except (httpx.HTTPError, ValueError) as error:
        _log.info("desk.bot.away", asked=path, fault=type(error).__name__)
        return None
