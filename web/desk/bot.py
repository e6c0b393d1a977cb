"""What the desk asks of the bot process: it has the search, and the lines to the channels."""

from typing import Any

from app.bot_line import asked as asked_of_bot
from app.settings import settings

_SECONDS = 2.5
"""An agent waits no longer for a suggestion; a search takes some hundredths."""


async def ask(what: str, **asked: Any) -> dict[str, Any] | None:
    """Return the bot's answer, None while it is away."""
    found: dict[str, Any] | None = await asked_of_bot(settings(), f"desk/{what}", asked, seconds=_SECONDS)
    return found
