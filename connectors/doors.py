"""Where channels hear the world: the routes that `web` serves for them, below /webhooks.

A folder of connectors/ that the provider posts to has a `door.py` with `blueprint() -> Blueprint | None`, None
while it is not configured. Nothing here or there imports Rasa: `web` stays small, and up while the bot is not.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import yaml
from sanic import Blueprint

from app.settings import ROOT


def blueprints() -> Iterator[Blueprint]:
    """Yield the routes of the channels that are listed in credentials.yml and configured."""
    for folder in folders():
        if find_spec(f"{folder}.door") is not None:
            found = import_module(f"{folder}.door").blueprint()
            if found is not None:
                yield found


def folders() -> list[str]:
    """Return the channels of credentials.yml that are folders of ours, as packages: connectors.whatsapp ..."""
    listed = yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8")) or {}
    return [
        name.rpartition(".channel.")[0] for name in listed if name.startswith("connectors.") and ".channel." in name
    ]
