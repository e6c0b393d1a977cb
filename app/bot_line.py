"""What `web` and the command line ask of the bot process: it has the search."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from app.settings import Settings

_log = structlog.get_logger()

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: on loopback nothing is encrypted. httpx would read all authorities' certificates at each call."""


async def asked(here: Settings, path: str, body: Mapping[str, Any], *, token: str, seconds: float) -> Any:
    """Return the bot's answer as JSON, None while it is away; `path` is below /webhooks."""
    url = f"http://127.0.0.1:{here.bot_port}/webhooks/{path}"
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with httpx.AsyncClient(timeout=seconds, trust_env=False, verify=_NO_TLS) as http:
            answer = await http.post(url, json=body, headers=headers)
            answer.raise_for_status()
            return answer.json()
    except (httpx.HTTPError, ValueError) as error:
        _log.info("desk.bot.away", asked=path, fault=type(error).__name__)
        return None
