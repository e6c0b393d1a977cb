"""Telegram's refusals, in the words of the real server (tdlib/telegram-bot-api)."""

import math
from typing import Any

from tests.standins.server import Refusal


def refusal(code: int, description: str, **parameters: Any) -> Refusal:
    """Return a refusal with `description`; the HTTP status is the code."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Refusal(code, code, description, body)


def bad(description: str, **parameters: Any) -> Refusal:
    """Return a 400."""
    return refusal(400, f"Bad Request: {description}", **parameters)


def too_many(seconds: float) -> Refusal:
    """Return a 429 that names the wait; the header says the same."""
    wait = max(1, math.ceil(seconds))
    answer = refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    answer.headers["Retry-After"] = str(wait)
    return answer
