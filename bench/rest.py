"""Rasa's own REST channel, asked by one or many conversations; an empty reply is a failure, not a fast answer."""

import asyncio
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import aiohttp
import httpx

Conversation = Sequence[str]

_PATH = "/webhooks/rest/webhook"
_PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Load:
    """How long the whole took, and each message from its sending to its replies; seconds."""

    seconds: float
    each: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Return messages a second."""
        return len(self.each) / self.seconds


def wait_for_reply(url: str, question: str, *, check: Callable[[], None]) -> None:
    """Ask until the server is up and has replied; `check` raises when there is nothing to wait for."""
    until = time.monotonic() + _PATIENCE_SECONDS
    with httpx.Client(timeout=_PATIENCE_SECONDS, trust_env=False) as client:
        while time.monotonic() < until:
            check()
            try:
                reply = client.post(url + _PATH, json={"sender": uuid.uuid4().hex, "message": question})
                if reply.status_code == 200 and reply.json():
                    return
            except httpx.TransportError:
                pass  # not listening yet
            time.sleep(0.05)
    raise RuntimeError(f"no reply from {url} within {_PATIENCE_SECONDS} s")


def converse(url: str, conversations: Sequence[Conversation], *, at_once: int) -> Load:
    """Hold the conversations, `at_once` side by side, each sending its next message when the reply has come."""
    return asyncio.run(_converse(url, conversations, at_once))


async def _converse(url: str, conversations: Sequence[Conversation], at_once: int) -> Load:
    waiting = iter(conversations)  # shared: whoever is done takes the next
    each: list[float] = []
    async with aiohttp.ClientSession(url) as session:
        began = time.perf_counter()
        await asyncio.gather(*(_hold(session, waiting, each) for _ in range(at_once)))
        return Load(time.perf_counter() - began, tuple(each))


async def _hold(session: aiohttp.ClientSession, waiting: Iterator[Conversation], each: list[float]) -> None:
    for conversation in waiting:
        sender = uuid.uuid4().hex
        for message in conversation:
            began = time.perf_counter()
            async with session.post(_PATH, json={"sender": sender, "message": message}) as response:
                replies = await response.json()
            each.append(time.perf_counter() - began)
            if not replies or not any(reply.get("text") or reply.get("image") for reply in replies):
                raise RuntimeError(f"no reply to {message!r} of {list(conversation)}")
