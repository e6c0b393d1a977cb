"""Cookies of those who work here."""

from datetime import timedelta

from sanic.request import Request
from sanic.response import HTTPResponse

from web.addresses import is_secure


def cookie(request: Request, name: str) -> str:
    """Return a cookie's value, "" for none. Other programs of the same site may have set cookies no parser likes."""
    for header in request.headers.getall("cookie", []):
        for pair in header.split(";"):
            key, _, value = pair.partition("=")
            if key.strip() == name:
                return str(value.strip().strip('"'))
    return ""


def keep(answer: HTTPResponse, name: str, value: str, lasts: timedelta) -> None:
    """Have the browser keep it: out of scripts' reach, and sent from pages of other sites with links only."""
    answer.cookies[name] = value
    answer.cookies[name]["httponly"] = True
    answer.cookies[name]["samesite"] = "Lax"
    answer.cookies[name]["secure"] = is_secure()
    answer.cookies[name]["max-age"] = int(lasts.total_seconds())


def forget(answer: HTTPResponse, name: str) -> None:
    """Have the browser forget it."""
    keep(answer, name, "", timedelta())
