"""Chatwoot's settings: PARLEY_CHATWOOT_*. They count where PARLEY_HANDOFF=chatwoot."""

from functools import lru_cache
from urllib.parse import urlsplit

from pydantic import BaseSettings, validator

from app.settings import Lists, read, secret
from support.errors import Misconfigured

TARGET = "chatwoot"


class ChatwootSettings(BaseSettings):
    """From PARLEY_CHATWOOT_*; docs/handoff-targets.md says where Chatwoot shows each."""

    url: str = ""
    account: int = 0
    inbox: int = 0
    token: str = ""
    bot_token: str = ""
    secret: tuple[str, ...] = ()
    file_hosts: tuple[str, ...] = ()

    class Config(Lists):
        """Environment names are PARLEY_CHATWOOT_ and the field's name."""

        env_prefix = "PARLEY_CHATWOOT_"

    @validator("url")
    def _is_an_address(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and urlsplit(value).hostname):
            raise ValueError("must begin with https://, e.g. https://app.chatwoot.com")
        return value.rstrip("/")

    @validator("token", "bot_token")
    def _fits_a_header(cls, value: str) -> str:
        return secret(value)

    @property
    def missing(self) -> list[str]:
        """Return what is not set of what is needed."""
        needed = ("url", "account", "inbox", "token", "secret")
        return [f"PARLEY_CHATWOOT_{name.upper()}" for name in needed if not getattr(self, name)]


@lru_cache(maxsize=1)
def chatwoot() -> ChatwootSettings:
    """Return the settings. Raises: Misconfigured, naming what is missing."""
    here = read(ChatwootSettings)
    if here.missing:
        raise Misconfigured(f"PARLEY_HANDOFF=chatwoot needs {', '.join(here.missing)}: docs/handoff-targets.md")
    return here
