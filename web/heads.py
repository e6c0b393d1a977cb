"""Heads of requests that are no HTTP: refused before anything reads them.

Sanic 21.12 believes a head: a length that is none is a fault of ours there (500), one that Python reads and no proxy
does (`+1`, `1_0`) has two programs see two different requests in the same bytes (request smuggling, RFC 9112, 11.2).
"""

import re
from collections.abc import Iterator
from typing import Any

from sanic import Sanic
from sanic.http import Http

from support.errors import Refused

_LINE = re.compile(rb"[A-Za-z]+ (?:\*|(?:https?://[\w.-]+(?::[1-5]?\d{1,4})?)?/[!-~]*) HTTP/1\.[01]")
"""Addresses are ASCII (RFC 3986); browsers and libraries write the rest in percents."""
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""Nothing between it and the colon, either (RFC 9112, 5.1)."""
_LENGTH = re.compile(rb"[0-9]{1,18}")
_BREAK = re.compile(rb"[\x00\r\n]")
"""What no value may hold (RFC 9110, 5.5); other control signs are odd, and no more."""


def add_to(app: Sanic) -> None:
    """Have every head looked at; what is raised here Sanic answers with 400."""
    app.signal("http.lifecycle.read_head")(_look)
    Http.create_empty_request = _answerable  # type: ignore[method-assign]


async def _look(head: bytes, **_values: Any) -> None:
    check(head)


def check(head: bytes) -> None:
    """Raises: Refused for what is no request, or not clearly one."""
    line, *rest = head.split(b"\r\n")
    fields = list(_fields(rest))
    if not _LINE.fullmatch(line) or not all(_is_field(*field) for field in fields) or not _is_one_body(fields):
        raise Refused("this is no HTTP")


def _fields(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for line in lines:
        name, _, value = line.partition(b":")
        yield name.lower(), value.strip(b" \t")


def _is_field(name: bytes, value: bytes) -> bool:
    return _NAME.fullmatch(name) is not None and _BREAK.search(value) is None


def _is_one_body(fields: list[tuple[bytes, bytes]]) -> bool:
    """Whether the end of the body is told at most once, in a way that cannot be read in two."""
    lengths = [value for name, value in fields if name == b"content-length"]
    codings = [value for name, value in fields if name == b"transfer-encoding"]
    is_readable = all(map(_LENGTH.fullmatch, lengths)) and all(coding == b"chunked" for coding in codings)
    return is_readable and len(lengths) + len(codings) <= 1


_create_empty_request = Http.create_empty_request


def _answerable(self: Http) -> None:
    """Make the request that an error without one is answered to; by Sanic it bears the address, which is the error."""
    self.url = None
    _create_empty_request(self)
