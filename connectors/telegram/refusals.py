"""What Telegram's refusals mean for us. https://core.telegram.org/bots/api#making-requests"""

from typing import Any

from support.errors import Conflict, ParleyError, SlowDown, Unavailable, Undeliverable

_TOKEN_SECONDS = 60.0
"""A wrong token is the operator's to mend, and no fault of the message: it waits."""

_LONGEST_SECONDS = 3600.0
"""Asked again at least this often: a wait of years, misread or mistaken, would silence a conversation for good."""


class Migrated(Undeliverable):
    """A group has become a supergroup and has another id."""

    def __init__(self, text: str, chat_id: int) -> None:
        super().__init__(text)
        self.chat_id = chat_id


class NothingToQuote(Undeliverable):
    """The message to reply to is gone."""


def refusal(status: int, body: dict[str, Any]) -> ParleyError:
    """Return what a refused request raises; whatever Telegram did not understand now it never will."""
    text = f"Telegram says {status}: {body.get('description') or 'nothing more'}"
    told = body.get("parameters") or {}
    if status == 429:
        return SlowDown(text, min(float(told.get("retry_after") or 1), _LONGEST_SECONDS))
    if status in (401, 404):
        return SlowDown(f"{text}; is PARLEY_TELEGRAM_TOKEN right?", _TOKEN_SECONDS, to_all=True)
    if status == 409:
        return Conflict(text)
    if not 400 <= status < 500:
        return Unavailable(text)
    if "migrate_to_chat_id" in told:
        return Migrated(text, told["migrate_to_chat_id"])
    return NothingToQuote(text) if "replied not found" in text else Undeliverable(text)
