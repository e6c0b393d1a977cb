"""The Bot API over HTTP. https://core.telegram.org/bots/api"""

import json
import logging
from dataclasses import dataclass
from typing import Any

import httpx

from connectors.sizes import bounded
from connectors.telegram.refusals import refusal
from support.errors import Unavailable

logging.getLogger("httpx").setLevel(logging.WARNING)
"""It would log every URL, and the token is part of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send; `field` is what the method calls it: photo, document ..."""

    field: str
    name: str
    body: bytes
    media_type: str


class BotApi:
    """One bot at one server, api.telegram.org or one's own; holds its connections."""

    def __init__(self, url: str, token: str) -> None:
        """Nothing is asked yet."""
        self._methods, self._files = f"{url}/bot{token}", f"{url}/file/bot{token}"
        self._http = httpx.AsyncClient(trust_env=False, timeout=10.0)

    async def call(self, method: str, *, upload: Upload | None = None, seconds: float = 10.0, **fields: Any) -> Any:
        """Return a method's result.

        Raises: SlowDown, Undeliverable, Conflict (somebody else fetches the updates), Unavailable.
        """
        try:
            answer = await self._http.post(
                f"{self._methods}/{method}", **_body(fields, upload), timeout=httpx.Timeout(10.0, read=seconds)
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"Telegram did not answer {method}: {type(error).__name__} {error}") from error
        return _result(answer)

    async def download(self, path: str) -> bytes:
        """Return a file's content. Raises: Refused above what we keep, Unavailable."""
        try:
            async with self._http.stream("GET", f"{self._files}/{path}") as answer:
                if answer.status_code != 200:
                    raise Unavailable(f"Telegram says {answer.status_code} to a file's link")
                return await bounded(answer)
        except httpx.HTTPError as error:
            raise Unavailable(f"Telegram did not send a file: {type(error).__name__} {error}") from error

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()


def _body(fields: dict[str, Any], upload: Upload | None) -> dict[str, Any]:
    """Return a request's body: JSON, or a form where a file goes along."""
    given = {name: value for name, value in fields.items() if value is not None}
    if upload is None:
        return {"json": given}
    written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return {"data": written, "files": {upload.field: (upload.name, upload.body, upload.media_type)}}


def _result(answer: httpx.Response) -> Any:
    try:
        body = answer.json()
    except ValueError:  # a proxy's page, not Telegram's word
        body = {}
    if not isinstance(body, dict):
        body = {}
    if answer.status_code == 200 and body.get("ok"):
        return body.get("result")
    raise refusal(answer.status_code, body)
