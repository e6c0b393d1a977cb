"""The web chat's settings: PARLEY_WEBCHAT_*. Nothing set: everybody is a stranger."""

from functools import lru_cache
from pathlib import Path

from pydantic import BaseSettings, Field

from app.settings import read, secret
from support.errors import Misconfigured

_SHORTEST = 16
"""Signs of a secret: a shorter one could be guessed from a signature, which is there for every visitor to read."""


class WebChatSettings(BaseSettings):
    """The secret that the shop signs its customers' e-mail addresses with, or the file that holds it.

    And how many chats may begin in a minute at one public address: a school's is one.
    """

    identity_secret: str = ""
    identity_secret_file: str = ""
    sessions_per_minute: int = Field(300, ge=1, le=100_000)

    class Config:
        """Environment names are PARLEY_WEBCHAT_ and the field's name."""

        env_prefix = "PARLEY_WEBCHAT_"


@lru_cache(maxsize=1)
def identity_secret() -> str:
    """Return the secret, empty where there is none. Raises: Misconfigured."""
    here = read(WebChatSettings)
    if here.identity_secret and here.identity_secret_file:
        raise Misconfigured("set PARLEY_WEBCHAT_IDENTITY_SECRET or PARLEY_WEBCHAT_IDENTITY_SECRET_FILE, not both")
    if not (here.identity_secret or here.identity_secret_file):
        return ""
    name = "PARLEY_WEBCHAT_IDENTITY_SECRET" + "_FILE" * bool(here.identity_secret_file)
    try:
        found = secret(here.identity_secret or Path(here.identity_secret_file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{name} {getattr(error, 'strerror', None) or error}") from error
    if len(found) < _SHORTEST:
        raise Misconfigured(f"{name} has fewer than {_SHORTEST} signs; `openssl rand -hex 32` makes one")
    return found
