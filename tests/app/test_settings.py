"""Settings, and the file that shows them to an operator."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseSettings

from app.settings import ROOT, Settings
from connectors.telegram.settings import TelegramSettings
from connectors.webchat.settings import WebChatSettings
from connectors.whatsapp.settings import WhatsAppSettings
from targets.chatwoot.settings import ChatwootSettings
from targets.webhook.settings import WebhookSettings

_LINE = re.compile(r"^#(PARLEY_\w+)=(.*)$", re.M)
_KINDS: tuple[type[BaseSettings], ...] = (
    *(Settings, TelegramSettings, WebChatSettings, WhatsAppSettings),
    *(ChatwootSettings, WebhookSettings),
)


def shown() -> dict[str, str]:
    """Return what .env.example shows."""
    return dict(_LINE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))


def defaults() -> dict[str, object]:
    """Return every setting's name with its default."""
    return {
        f"{kind.__config__.env_prefix}{name.upper()}": field.default
        for kind in _KINDS
        for name, field in kind.__fields__.items()
    }


def test_every_setting_is_shown_to_the_operator_and_no_other() -> None:
    assert shown().keys() == defaults().keys()


def test_every_channel_and_target_with_settings_is_looked_at() -> None:
    folders = [path.parent for room in ("connectors", "targets") for path in (ROOT / room).glob("*/settings.py")]
    found = {import_module(f"{folder.parent.name}.{folder.name}.settings") for folder in folders}
    assert {kind.__module__ for kind in _KINDS} == {"app.settings", *(module.__name__ for module in found)}


@pytest.mark.parametrize("name", [name for name, default in defaults().items() if default not in ("", ())])
def test_the_default_that_is_shown_is_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = next(kind for kind in reversed(_KINDS) if name.startswith(kind.__config__.env_prefix))
    field = name.removeprefix(kind.__config__.env_prefix).lower()
    monkeypatch.setenv(name, shown()[name])
    if kind is TelegramSettings:  # its other settings are refused without one
        monkeypatch.setenv("PARLEY_TELEGRAM_TOKEN", shown()["PARLEY_TELEGRAM_TOKEN"])

    read, default = getattr(kind(), field), defaults()[name]

    assert (ROOT / read if isinstance(default, Path) else read) == default


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("10.0.0.7", "10.0.0.7"),
        ("parley.lan", "parley.lan"),
    ],
)
def test_this_machine_reaches_the_web_server_wherever_it_listens(host: str, name: str) -> None:
    assert Settings(host=host, port=8000).own_url == f"http://{name}:8000"


def test_a_proxy_that_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match="proxies"):
        Settings(proxies=("cloudflare",))
