"""Every setting, read once from PARLEY_* variables; all faults are reported together."""

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseSettings, Field, ValidationError, validator

from support.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent


class Lists:
    """Config of settings some of which are lists: these are comma-separated."""

    @classmethod
    def parse_env_var(cls, field_name: str, raw: str) -> object:
        """Read `en, sv` as a list."""
        return tuple(part.strip() for part in raw.split(",") if part.strip())


class Settings(BaseSettings):
    """What an operator may change; `.env.example` shows each with a comment."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    bot_port: int = Field(5005, ge=1, le=65535)
    actions_port: int = Field(5055, ge=1, le=65535)
    var: Path = ROOT / "var"
    database_url: str = ""
    articles: Path = ROOT / "kb" / "articles"
    orders: Path = ROOT / "data" / "demo_orders.csv"
    languages: tuple[str, ...] = ("en", "sv", "fa", "bn", "ta", "te", "es", "de")
    default_language: str = "en"
    encoder: str = "bundled"
    most_wrong: float = Field(0.03, gt=0, lt=1)
    unsure: float = Field(0.25, gt=0, lt=1)
    refit_seconds: float = Field(20, ge=0, le=3600)
    allowed_origins: tuple[str, ...] = ()
    public_url: str = ""
    proxies: tuple[str, ...] = ()
    import_networks: tuple[str, ...] = ()
    burst_seconds: float = Field(0.7, ge=0, le=30)
    media_megabytes: float = Field(20, gt=0, le=100)
    transcriber_url: str = ""
    transcriber_key: str = ""
    transcriber_model: str = "whisper-1"
    translator: Literal["off", "deepl", "google", "libretranslate"] = "off"
    translator_url: str = ""
    translator_key: str = ""
    handoff: Literal["desk", "chatwoot", "webhook"] = "desk"
    audit_days: int = Field(400, ge=1, le=36500)
    question_days: int = Field(365, ge=1, le=36500)
    survey: Literal["csat", "ces", "nps", "off"] = "csat"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    class Config(Lists):
        """Environment names are PARLEY_ and the field's name."""

        env_prefix = "PARLEY_"

    @validator("default_language")
    def _is_spoken(cls, value: str, values: dict[str, object]) -> str:
        if value not in values.get("languages", ()):  # type: ignore[operator]
            raise ValueError("is not one of PARLEY_LANGUAGES")
        return value

    @validator("public_url", "transcriber_url", "translator_url")
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// inside your own network)")
        return value

    @validator("proxies", "import_networks", each_item=True)
    def _is_a_network(cls, value: str) -> str:
        return str(ip_network(value))

    @validator("public_url")
    def _takes_a_path(cls, value: str) -> str:
        return value.rstrip("/")

    @validator("transcriber_key", "translator_key")
    def _fits_a_header(cls, value: str) -> str:
        return secret(value)

    @property
    def url(self) -> str:
        """Return the database's URL: SQLite under `var` unless set."""
        return self.database_url or f"sqlite:///{self.var / 'parley.db'}"

    @property
    def own_url(self) -> str:
        """Return where this machine reaches the web server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def asked(self) -> Path:
        """Return where the questions lie that customers asked of these articles, beside the articles."""
        return self.articles.parent / "asked"

    @property
    def encoder_folder(self) -> Path:
        """Return where the bundled encoder lies."""
        return ROOT / "models" / "encoder"


def secret(value: str) -> str:
    """Return a secret without the line's end that a file left on it.

    Raises: ValueError for what no HTTP header takes: the client's refusal would quote it, in logs and to people.
    """
    if not all("!" <= sign <= "~" for sign in value.strip()):
        raise ValueError("holds signs that no key has: a space, a line's end, a letter with an accent")
    return value.strip()


S = TypeVar("S", bound=BaseSettings)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings. Raises: Misconfigured, with one line per fault."""
    return read(Settings)


def read(kind: type[S]) -> S:
    """Return settings of a kind from the environment. Raises: Misconfigured, with one line per fault."""
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.__config__.env_prefix
        faults = [f"{prefix}{str(fault['loc'][0]).upper()} {fault['msg']}" for fault in error.errors()]
        raise Misconfigured("; ".join(faults)) from error
