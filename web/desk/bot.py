"""What the desk asks of the bot process: it has the search, and the lines to the channels."""

from typing import Any

import httpx
import structlog

from app.secrets import derived
from app.settings import settings

_PURPOSE = "desk helper"
"""As in connectors/helping.py, which `web` cannot import: it would load Rasa and the search."""

_SECONDS = 2.5
"""An agent waits no longer for a suggestion; a search takes some hundredths."""

_log = structlog.get_logger()


async def ask(what: str, **asked: Any) -> dict[str, Any] | None:
    """Return the bot's answer, None while it is away."""
    here = settings()
    url = f"http://127.0.0.1:{here.bot_port}/webhooks/desk/{what}"
    headers = {"Authorization": f"Bearer {derived(here.var, _PURPOSE)}"}
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as http:
            answer = await http.post(url, json=asked, headers=headers)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
            return found
    except (httpx.HTTPError, ValueError) as error:
        _log.info("desk.bot.away", asked=what, fault=type(error).__name__)
        return None
