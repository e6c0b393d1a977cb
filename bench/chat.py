"""A customer at the web chat, over HTTP as the widget speaks it: session, message, event stream."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx

_PATIENCE_SECONDS = 120


def ask(port: int, language: str, question: str, *, check: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Ask in a conversation of its own and return the first reply, as the widget is told of it.

    Begins as soon as a session is given, so it may be called before the server listens; `check` raises when there
    is nothing to wait for.
    """
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {_session(client, language, check)}"
        posted = client.post("/chat/messages", json={"id": uuid.uuid4().hex, "text": question, "payload": None})
        posted.raise_for_status()
        with client.stream("GET", "/chat/events") as events:
            reply = next(said for said in _messages(events) if said["author"] == "bot")
    if not reply["text"]:
        raise RuntimeError(f"an empty reply to {question!r}")
    return reply


def _session(client: httpx.Client, language: str, check: Callable[[], None]) -> str:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        check()
        try:
            return str(client.post("/chat/session", json={"language": language}).json()["session"])
        except httpx.TransportError:
            time.sleep(0.05)  # not listening yet
    raise RuntimeError(f"no session within {_PATIENCE_SECONDS} s")


def _messages(events: httpx.Response) -> Iterator[dict[str, Any]]:
    """Yield the messages of an event stream (WHATWG HTML, server-sent events)."""
    name = ""
    for line in events.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data" and name == "message":
            yield json.loads(value)
