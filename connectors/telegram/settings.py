"""Settings of the Telegram channel: PARLEY_TELEGRAM_*."""

import re
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseSettings, validator

from app.secrets import derived
from app.settings import read, settings
from support.errors import Misconfigured

CHANNEL = "telegram"

_TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_-]{3,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_API = "https://api.telegram.org"


class TelegramSettings(BaseSettings):
    """The token opens the channel; the rest has defaults. The token stands last: its check looks at the others."""

    mode: Literal["auto", "webhook", "polling"] = "auto"
    api: str = _API
    secret: str = ""
    token: str = ""

    class Config:
        """Environment names are PARLEY_TELEGRAM_ and the field's name."""

        env_prefix = "PARLEY_TELEGRAM_"

    @validator("api")
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError(f"must begin with https:// or http://, e.g. {_API}")
        return value.rstrip("/")

    @validator("secret")
    def _is_a_secret(cls, value: str) -> str:
        if value and not _SECRET.fullmatch(value):
            raise ValueError("has at most 256 letters, digits, - and _")
        return value

    @validator("token", always=True)
    def _is_a_token(cls, value: str, values: dict[str, Any]) -> str:
        if value and not _TOKEN.fullmatch(value):
            raise ValueError("is no token of BotFather's, such as 110201543:AAHdqTcvCH1vGWJx...")
        if not value and (values.get("mode") != "auto" or values.get("secret") or values.get("api") != _API):
            raise ValueError("is missing; other PARLEY_TELEGRAM_ settings are there")
        return value

    @property
    def bot_id(self) -> int:
        """Return the bot's own id, the number its token begins with."""
        return int(self.token.partition(":")[0])

    @property
    def is_posted(self) -> bool:
        """Whether Telegram posts to our webhook, rather than being asked again and again."""
        can_be_posted = settings().public_url.startswith("https://")
        return self.mode == "webhook" or (self.mode == "auto" and can_be_posted)

    @property
    def webhook_secret(self) -> str:
        """Return what Telegram sends along for us to know it by."""
        return self.secret or derived(settings().var, CHANNEL)


@lru_cache(maxsize=1)
def telegram() -> TelegramSettings:
    """Return the settings. Raises: Misconfigured."""
    found = read(TelegramSettings)
    if found.token and found.mode == "webhook" and not settings().public_url:
        raise Misconfigured("PARLEY_TELEGRAM_MODE=webhook needs PARLEY_PUBLIC_URL, the address Telegram posts to")
    return found
