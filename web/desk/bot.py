"""What the desk asks of the bot process: it has the search, and the lines to the channels."""

from typing import Any

from app.bot_line import asked as asked_of_bot
from app.secrets import derived
from app.settings import settings

_PURPOSE = "desk helper"
"""As in connectors/helping.py, which `web` cannot import: it would load Rasa and the search."""

_SECONDS = 2.5
"""An agent waits no longer for a suggestion; a search takes some hundredths."""


async def ask(what: str, **asked: Any) -> dict[str, Any] | None:
    """Return the bot's answer, None while it is away."""
    here = settings()
    token = derived(here.var, _PURPOSE)
    found: dict[str, Any] | None = await asked_of_bot(here, f"desk/{what}", asked, token=token, seconds=_SECONDS)
    return found
