"""Browsers by the names people know."""

from collections.abc import Sequence
from typing import Any

from support.staff import SignIn

_NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""In this order: each says that it is those below it, too."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(told: str) -> str:
    """Return "Firefox on Linux" for a User-Agent; its own words for one we do not know."""
    name = next((name for sign, name in _NAMES if sign in told), None)
    system = next((system for sign, system in _SYSTEMS if sign in told), None)
    return " on ".join(filter(None, (name, system))) if name else told[:60] or "?"


def named(sign_ins: Sequence[SignIn]) -> list[dict[str, Any]]:
    """Return sessions as a page lists them."""
    return [
        {
            "id": sign_in.id,
            "browser": browser_name(sign_in.browser),
            "address": sign_in.address,
            "opened_at": sign_in.opened_at,
            "seen_at": sign_in.seen_at,
        }
        for sign_in in sign_ins
    ]
