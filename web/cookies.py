"""Cookies of those who work here."""

from datetime import timedelta

from sanic.request import Request
from sanic.response import HTTPResponse

from web.addresses import is_secure


def full_name(name: str) -> str:
    """Return what a browser knows it by: over https so that no other host of the site, and no http, can set it.

    RFC 6265bis, 4.1.3.2: `__Host-` needs Secure and Path=/, and takes no Domain; over http browsers refuse it.
    """
    return f"__Host-{name}" if is_secure() else name


def cookie(request: Request, name: str) -> str:
    """Return a cookie's value, "" for none. Other programs of the same site may have set cookies no parser likes."""
    for header in request.headers.getall("cookie", []):
        for pair in header.split(";"):
            key, _, value = pair.partition("=")
            if key.strip() == full_name(name):
                return str(value.strip().strip('"'))
    return ""


def keep(answer: HTTPResponse, name: str, value: str, lasts: timedelta) -> None:
    """Have the browser keep it: out of scripts' reach, and sent from pages of other sites with links only."""
    name = full_name(name)
    answer.cookies[name] = value
    answer.cookies[name]["path"] = "/"
    answer.cookies[name]["httponly"] = True
    answer.cookies[name]["samesite"] = "Lax"
    answer.cookies[name]["secure"] = is_secure()
    answer.cookies[name]["max-age"] = int(lasts.total_seconds())


def forget(answer: HTTPResponse, name: str) -> None:
    """Have the browser forget it."""
    keep(answer, name, "", timedelta())
