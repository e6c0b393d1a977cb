"""The other end: a web server that takes webhooks, for testing the stand-ins themselves."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.standins.served import Served


class Request(NamedTuple):
    """One webhook as it came."""

    headers: dict[str, str]
    body: bytes


class App(Served):
    """Takes every webhook, or answers as told; `seconds` is how long it thinks."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.seconds = 0.0
        self.most_at_once = 0
        self.verify_token = "open-sesame"
        self._statuses: list[int] = []
        self._at_once = 0
        self._lock = threading.Lock()
        self.serve(_handler(self))

    @property
    def url(self) -> str:
        """Return the webhook's address."""
        return f"{super().url}/hook"

    @property
    def posted(self) -> list[dict[str, Any]]:
        """Return the bodies so far, refused ones too."""
        return [json.loads(request.body) for request in self.requests]

    def has(self, count: int, seconds: float = 60) -> bool:
        """Return whether so many requests have come in time."""
        until = time.monotonic() + seconds
        while len(self.requests) < count and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.requests) >= count

    def answers(self, *statuses: int) -> None:
        """Answer the next requests so, then 200 again."""
        self._statuses += statuses

    def take(self, request: Request) -> int:
        """Return the status for a request."""
        with self._lock:
            self.requests.append(request)
            status = self._statuses.pop(0) if self._statuses else 200
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.seconds)
        with self._lock:
            self._at_once -= 1
        return status

    def challenge(self, path: str) -> tuple[int, str]:
        """Return the answer to Meta's handshake."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if asked.get("hub.mode") == "subscribe" and asked.get("hub.verify_token") == self.verify_token:
            return 200, asked["hub.challenge"]
        return 403, ""


def _handler(app: App) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(app.take(Request(dict(self.headers), body)), "")

        def do_GET(self) -> None:
            self._answer(*app.challenge(self.path))

        def _answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler
