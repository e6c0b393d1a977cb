"""A channel's door, opened as an operator's settings would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from app import logs
from app.settings import ROOT, settings
from app.wiring import books
from connectors import doors
from store.engine import open_engine
from tests.contracts.exam.examinee import examinee
from tests.contracts.exam.room import Room, forget_settings
from tests.databases import with_tables


@contextmanager
def opened(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Serve this channel's door over books in `folder`, its provider's stand-in at the other end."""
    channel = examinee(name)
    own = {"PARLEY_VAR": str(folder), "PARLEY_BURST_SECONDS": "0", "PARLEY_PUBLIC_URL": "https://parley.example"}
    for setting, value in {**own, **channel.environment()}.items():
        monkeypatch.setenv(setting, value)
    monkeypatch.setattr(doors, "ROOT", _with_pigeon(folder))
    forget_settings()
    logs.set_up()  # as web and bot do: what is printed is what an operator would have
    with_tables(open_engine(settings().url))
    try:
        with Room(channel) as held:
            yield held
    finally:
        channel.standin.stop()
        books().dispose()
        forget_settings()
        structlog.reset_defaults()


def _with_pigeon(folder: Path) -> Path:
    """Return a folder whose credentials.yml lists the example too."""
    listed = (ROOT / "credentials.yml").read_text(encoding="utf-8")
    (folder / "credentials.yml").write_text(f"{listed}\nconnectors.pigeon.channel.Pigeon:\n", encoding="utf-8")
    return folder
