"""The webhooks kept as files: `payloads/<provider>/<name>.json`."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "payloads"


def names(provider: str) -> list[str]:
    """Return what there is for "telegram" or "whatsapp"."""
    return sorted(path.stem for path in (FOLDER / provider).glob("*.json"))


def payload(provider: str, name: str) -> dict[str, Any]:
    """Return one webhook's body."""
    found: dict[str, Any] = json.loads((FOLDER / provider / f"{name}.json").read_text(encoding="utf-8"))
    return found
