"""A customer at the web chat, over real HTTP."""

import json
import socket
import time
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

import httpx

_PATIENCE_SECONDS = 60.0


class Customer:
    """Says things and hears replies; keeps its place in the event stream as a browser does."""

    def __init__(self, url: str, language: str = "en") -> None:
        self._http = httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS, trust_env=False)
        weakref.finalize(self, self._http.close)  # tests make customers by the dozen, and warnings are errors
        self.opened = self._http.post("/chat/session", json={"language": language}).json()
        self.headers = {"Authorization": f"Bearer {self.opened['session']}"}
        self.heard: list[dict[str, Any]] = []
        self.holder = "bot"
        self._last = "0"

    @property
    def conversation_id(self) -> str:
        """Return what the books call this conversation."""
        return "webchat:" + str(self.opened["session"]).partition(".")[0]

    def post(self, text: str, payload: str | None = None, id: str | None = None) -> httpx.Response:
        """Post a message and return the server's answer."""
        body = {"id": id or uuid.uuid4().hex, "text": text, "payload": payload}
        return self._http.post("/chat/messages", json=body, headers=self.headers)

    def says(self, text: str, payload: str | None = None) -> list[dict[str, Any]]:
        """Post a message and return the replies to it: all that comes until the bot rests."""
        before = len(self.heard)
        assert self.post(text, payload).status_code == 202
        self.listen(lambda: len(self.heard) > before)
        return self.heard[before:]

    def presses(self, title: str) -> list[dict[str, Any]]:
        """Press a button of the latest message, by its title."""
        button = next(button for button in self.heard[-1]["buttons"] if button["title"] == title)
        return self.says(button["title"], button["payload"])

    def listen(self, is_enough: Any, seconds: float = _PATIENCE_SECONDS) -> bool:
        """Follow the event stream until `is_enough()` and the bot rests, or time is up; True for enough."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            headers = {**self.headers, "Last-Event-ID": self._last}
            try:
                with (
                    self._http.stream("GET", "/chat/events", headers=headers, timeout=left) as events,
                    _hung_up(events, until),
                ):
                    if self._follow(events, is_enough):
                        return True
            except httpx.TransportError:
                time.sleep(0.2)
        return False

    def _follow(self, events: httpx.Response, is_enough: Any) -> bool:
        name = ""
        for line in events.iter_lines():
            key, _, value = line.partition(": ")
            if key == "event":
                name = value
            elif key == "id":
                self._last = value
            elif key == "data":
                data = json.loads(value)
                if name == "message" and data["author"] != "customer":
                    self.heard.append(data)
                elif name == "holder":
                    self.holder = data["holder"]
                elif name == "typing" and not data["on"] and is_enough():
                    return True
        return False

    def transcript(self) -> list[dict[str, Any]]:
        """Return every message of the conversation, as a fresh browser tab would be told."""
        told: list[dict[str, Any]] = []
        name = ""
        with self._http.stream("GET", "/chat/events", headers=self.headers) as events:
            for line in events.iter_lines():
                key, _, value = line.partition(": ")
                if key == "event":
                    name = value
                elif key == "data" and name == "message":
                    told.append(json.loads(value))
                elif key == "data" and name == "typing":
                    break
        return told


@contextmanager
def _hung_up(events: httpx.Response, until: float) -> Iterator[None]:
    """End the stream then, whatever comes: httpx's own timeout begins anew with every sign of life."""
    line: socket.socket = events.extensions["network_stream"].get_extra_info("socket")
    timer = Timer(until - time.monotonic(), _hang_up, (line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # it ended by itself
        line.shutdown(socket.SHUT_RDWR)
