"""The signed webhook's settings: PARLEY_WEBHOOK_*. They count where PARLEY_HANDOFF=webhook."""

from functools import lru_cache

from pydantic import BaseSettings, validator

from app.settings import read
from support.errors import Misconfigured

TARGET = "webhook"

_SHORTEST_SECRET = 16
"""Characters; `openssl rand -hex 32` makes 64."""


class WebhookSettings(BaseSettings):
    """Both belong together."""

    url: str = ""
    secret: str = ""

    class Config:
        """Environment names are PARLEY_WEBHOOK_ and the field's name."""

        env_prefix = "PARLEY_WEBHOOK_"

    @validator("url")
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// inside your own network)")
        return value

    @validator("secret")
    def _is_no_word(cls, value: str) -> str:
        if value and len(value.strip()) < _SHORTEST_SECRET:
            raise ValueError(f"has at least {_SHORTEST_SECRET} characters: `openssl rand -hex 32` makes one")
        return value.strip()


@lru_cache(maxsize=1)
def webhook() -> WebhookSettings:
    """Return the settings. Raises: Misconfigured."""
    here = read(WebhookSettings)
    if not (here.url and here.secret):
        raise Misconfigured("PARLEY_HANDOFF=webhook needs PARLEY_WEBHOOK_URL and PARLEY_WEBHOOK_SECRET")
    return here
