"""DeepL, Google and LibreTranslate as far as their documents say what they refuse; the translation itself is a rule.

A text is "translated" by `says`, which may be as bad as a machine can be.
"""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.standins.served import Served

Answer = tuple[int, dict[str, str], Any]
_DEEPL_BYTES = 128 * 1024
_LIBRE_CHARACTERS = 2000


class Translators(Served):
    """One server with the three APIs; `quota` are the characters left, `busy` the requests that are told to wait."""

    key = "key-1"

    def __init__(self, says: Callable[[str], str] = str.upper) -> None:
        self.says = says
        self.quota = 10**9
        self.busy = 0
        self.asked: list[dict[str, Any]] = []
        self.serve(_handler(self))

    def answer(self, path: str, headers: Any, body: bytes) -> Answer:
        """Return status, headers and body."""
        asked = json.loads(body)
        self.asked.append(asked)
        served = {"/v2/translate": self._deepl, "/language/translate/v2": self._google, "/translate": self._libre}
        return served[path](asked, headers, body)

    def _take(self, texts: list[str]) -> str | None:
        """Return what is wrong: used up, or too fast."""
        if self.busy:
            self.busy -= 1
            return "busy"
        if (length := sum(map(len, texts))) > self.quota:
            return "quota"
        self.quota -= length
        return None

    def _deepl(self, asked: dict[str, Any], headers: Any, body: bytes) -> Answer:
        if headers.get("Authorization") != f"DeepL-Auth-Key {self.key}":
            return 403, {}, {"message": "Forbidden"}
        if len(body) > _DEEPL_BYTES:
            return 413, {}, {"message": "Request Entity Too Large"}
        if len(asked["text"]) > 50:
            return 400, {}, {"message": "Too many texts in request, use at most 50"}
        if asked["target_lang"] not in ("EN-GB", "FA", "SV", "DE", "ES"):
            return 400, {}, {"message": "Value for 'target_lang' not supported."}
        if wrong := self._take(asked["text"]):
            return (429, {"retry-after": "1"}, {}) if wrong == "busy" else (456, {}, {"message": "Quota Exceeded"})
        return 200, {}, {"translations": [{"text": self.says(text)} for text in asked["text"]]}

    def _google(self, asked: dict[str, Any], headers: Any, body: bytes) -> Answer:
        if headers.get("X-goog-api-key") != self.key:
            return 400, {}, {"error": {"message": "API key not valid.", "errors": [{"reason": "badRequest"}]}}
        if len(asked["q"]) > 128:
            return 400, {}, {"error": {"message": "Too many text segments", "errors": [{"reason": "invalid"}]}}
        if sum(map(len, asked["q"])) > 30_000:
            return 400, {}, {"error": {"message": "Text too long", "errors": [{"reason": "invalid"}]}}
        if wrong := self._take(asked["q"]):
            reason = "userRateLimitExceeded" if wrong == "busy" else "dailyLimitExceeded"
            return 403, {}, {"error": {"message": reason, "errors": [{"reason": reason}]}}
        return 200, {}, {"data": {"translations": [{"translatedText": self.says(text)} for text in asked["q"]]}}

    def _libre(self, asked: dict[str, Any], _headers: Any, _body: bytes) -> Answer:
        if asked.get("api_key") != self.key:
            return 403, {}, {"error": "Invalid API key"}
        if (length := sum(map(len, asked["q"]))) > _LIBRE_CHARACTERS:
            return 400, {}, {"error": f"Invalid request: request ({length}) exceeds text limit ({_LIBRE_CHARACTERS})"}
        if self._take(asked["q"]):
            return 429, {}, {"error": "Slowdown: too many requests"}
        return 200, {}, {"translatedText": [self.says(text) for text in asked["q"]]}


def _handler(served: Translators) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, answer = served.answer(self.path, self.headers, body)
            whole = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(whole))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(whole)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
