"""WhatsApp's settings: nothing set, and the channel is closed; half of it set, and nothing starts."""

from functools import lru_cache

from pydantic import BaseSettings, Field, validator

from app.settings import Lists, read, secret
from support.errors import Misconfigured

CHANNEL = "whatsapp"


class WhatsAppSettings(BaseSettings):
    """From PARLEY_WHATSAPP_*; docs/operating.md says where Meta shows each."""

    token: str = ""
    phone_number_id: tuple[str, ...] = ()
    app_secret: str = ""
    verify_token: str = ""
    business_account_id: str = Field("", regex=r"^\d*$")
    template: str = ""
    template_language: str = "en"
    api: str = "https://graph.facebook.com"
    version: str = Field("v24.0", regex=r"^v\d+\.\d+$")
    per_second: float = Field(80, gt=0, le=1000)

    class Config(Lists):
        """Environment names are PARLEY_WHATSAPP_ and the field's name."""

        env_prefix = "PARLEY_WHATSAPP_"

    @validator("token")
    def _fits_a_header(cls, value: str) -> str:
        return secret(value)

    @validator("phone_number_id", each_item=True)
    def _is_an_id(cls, value: str) -> str:
        if not (value.isascii() and value.isdigit()):
            raise ValueError("is Meta's id of the number, digits only, not the number itself")
        return value

    @validator("api")
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https://")
        return value.rstrip("/")

    @property
    def is_open(self) -> bool:
        """Whether the channel is configured."""
        return bool(self.token)

    @property
    def missing(self) -> list[str]:
        """Return what is not set of what is needed together."""
        needed = ("token", "phone_number_id", "app_secret", "verify_token")
        return [f"PARLEY_WHATSAPP_{name.upper()}" for name in needed if not getattr(self, name)]


@lru_cache(maxsize=1)
def whatsapp() -> WhatsAppSettings:
    """Return the settings. Raises: Misconfigured, also when only some of what is needed is set."""
    here = read(WhatsAppSettings)
    if 0 < len(here.missing) < 4:
        raise Misconfigured(f"WhatsApp is half set up, {', '.join(here.missing)} missing: docs/operating.md, WhatsApp")
    return here
