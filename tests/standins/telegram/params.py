"""A request's parameters: query, form, multipart or JSON, as the Bot API takes them."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standins.forms import Upload, read_form
from tests.standins.telegram.refusals import bad


@dataclass
class Params:
    """Values by name. Numbers may come as text and structures as JSON text: the Bot API takes both."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, empty when absent."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer, `default` when absent or no number, as the real server does."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return a boolean; the texts true, yes and 1 count."""
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """Return an object or array, None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str) or value == "":
            return value or None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None


async def read(request: web.Request) -> Params:
    """Return the parameters of a request."""
    params = Params(dict(request.query))
    if request.content_type == "application/json":
        params.values |= await _json(request)
    else:
        form = await read_form(request)
        params.values |= form.values
        params.files = form.files
    return params


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad("can't parse JSON object")
    return {name: value for name, value in body.items() if value is not None}
