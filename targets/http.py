"""What targets share over HTTP: what an answer means for who asked, and that no file is fetched from anywhere else."""

import logging
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

import httpx

from connectors.sizes import bounded
from support.errors import NotFound, Refused, SlowDown, Unavailable, Undeliverable

logging.getLogger("httpx").setLevel(logging.WARNING)
"""It would log every URL, and signatures are part of some."""

_AWAY_SECONDS = 5.0
"""Nobody answers: one asks again after this while, and all others wait."""
_CLOSED_SECONDS = 60.0
"""A token that has to be mended by a person."""
_LONGEST_SECONDS = 600.0
_MOST_REDIRECTS = 3
_AWAY = (httpx.ConnectError, httpx.ConnectTimeout)
_LONGEST_WORDS = 300


def no_answer(error: httpx.HTTPError, whose: str) -> Unavailable:
    """Return what to raise where no answer came; where nobody is there at all, all have to wait."""
    fault = f"{whose} did not answer: {type(error).__name__}"
    return SlowDown(fault, _AWAY_SECONDS, to_all=True) if isinstance(error, _AWAY) else Unavailable(fault)


def check(answer: httpx.Response, whose: str) -> None:
    """Raises: SlowDown, Unavailable, NotFound, Undeliverable for what is no success."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    fault = f"{whose} says {status}: {' '.join(answer.text.split())[:_LONGEST_WORDS]}"
    if status in (401, 403):
        raise SlowDown(fault, _CLOSED_SECONDS, to_all=True)
    if status == 404:
        raise NotFound(fault)
    if status == 429:
        raise SlowDown(fault, _seconds(answer), to_all=True)
    if status in (502, 503, 504):
        raise SlowDown(fault, _AWAY_SECONDS, to_all=True)
    if 400 <= status < 500 and status != 408:
        raise Undeliverable(fault)
    raise Unavailable(fault)


def _seconds(answer: httpx.Response) -> float:
    said = answer.headers.get("retry-after", "")
    return min(float(said), _LONGEST_SECONDS) if said.isascii() and said.isdigit() else _AWAY_SECONDS


async def download(http: httpx.AsyncClient, url: str, origins: Collection[str]) -> tuple[bytes, str]:
    """Return a file and its media type, from these origins alone, wherever its links lead.

    Raises: Refused for another origin, or above what we keep; NotFound, Unavailable.
    """
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            if origin(url) not in origins:
                raise Refused(f"it lies on {origin(url) or 'no web server'}, from which no file is fetched")
            async with http.stream("GET", url, follow_redirects=False) as answer:
                if not answer.is_redirect:
                    return await _body(answer)
                url = urljoin(url, answer.headers["location"])
        raise Refused("its link leads on and on")
    except httpx.HTTPError as error:
        raise no_answer(error, origin(url)) from error


async def _body(answer: httpx.Response) -> tuple[bytes, str]:
    if answer.status_code in (404, 410):
        raise NotFound("it is gone")
    if answer.status_code != 200:
        raise Unavailable(f"a file's link says {answer.status_code}")
    return await bounded(answer), answer.headers.get("content-type", "")


def origin(url: str) -> str:
    """Return scheme, host and port, "" for what has none or names a user."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        return ""
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port not in (None, usual) else "")
