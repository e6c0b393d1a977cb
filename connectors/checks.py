"""What `parley channel` finds out about a channel: open or not, and what the provider itself says to its settings.

A channel's `check.py` has `closed_because() -> str | None` and `async check() -> list[Finding]`.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from connectors.doors import folders


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; the text says what works, or what is wrong and what to do."""

    is_fine: bool
    text: str


def names() -> list[str]:
    """Return the channels of credentials.yml, by name."""
    return [folder.rpartition(".")[2] for folder in folders()]


def checks(name: str) -> Callable[[], Coroutine[Any, Any, list[Finding]]]:
    """Return what tries the channel's settings."""
    found: Callable[[], Coroutine[Any, Any, list[Finding]]] = _of(name).check
    return found


def closed_because(name: str) -> str | None:
    """Return why the channel is closed, None for an open one. Raises: Misconfigured."""
    why: str | None = _of(name).closed_because()
    return why


def _of(name: str) -> Any:
    return import_module(f"connectors.{name}.check")
