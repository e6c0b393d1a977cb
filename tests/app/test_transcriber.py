"""Whoever writes voices down has so much time and no more."""

import asyncio
from collections.abc import Iterator

import pytest

from app import transcriber
from app.settings import settings


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setattr(transcriber, "_SECONDS", 0.3)
    yield monkeypatch
    settings.cache_clear()


class Trickling:
    """Answers a byte at a time, each soon enough for a client that waits for the next, until that goes."""

    def __init__(self) -> None:
        self.is_left = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        going = asyncio.ensure_future(reader.read())
        while not going.done():
            writer.write(b" ")
            await asyncio.sleep(0.1)
        writer.close()
        self.is_left.set()


def test_an_address_that_is_none_is_no_answer(at: pytest.MonkeyPatch) -> None:
    at.setenv("PARLEY_TRANSCRIBER_URL", "http://localhost:port/")
    settings.cache_clear()

    assert asyncio.run(transcriber.transcribe(b"OggS", "audio/ogg")) == ""


def test_an_answer_that_trickles_is_none(at: pytest.MonkeyPatch) -> None:
    async def ask() -> str:
        trickling = Trickling()
        async with await asyncio.start_server(trickling, "127.0.0.1", 0) as server:
            at.setenv("PARLEY_TRANSCRIBER_URL", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            settings.cache_clear()
            try:
                return await asyncio.wait_for(transcriber.transcribe(b"OggS", "audio/ogg"), 2)
            finally:
                await trickling.is_left.wait()

    assert asyncio.run(ask()) == ""
