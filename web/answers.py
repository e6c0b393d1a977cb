"""What browsers keep: with a validator, so that it is not sent again unchanged, and compressed."""

import gzip
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

HTML = "text/html; charset=utf-8"
ASK_AGAIN = "no-cache"
"""Kept, and asked for again before it is shown: what is published is seen at once."""
_LEVEL = 5
_SMALL = 1000
"""Bytes; below, compressing gains nothing."""


@dataclass(frozen=True)
class Content:
    """Bytes of a kind; compressed when first asked for so, and then kept so."""

    plain: bytes
    kind: str
    keeping: str = ASK_AGAIN
    """As `Cache-Control`."""

    @cached_property
    def tag(self) -> str:
        """Return the validator."""
        return f'W/"{blake2b(self.plain, digest_size=12).hexdigest()}"'

    @property
    def is_text(self) -> bool:
        """Whether compressing makes it smaller: a picture is small already."""
        return self.kind.startswith("text/") or "xml" in self.kind

    @cached_property
    def packed(self) -> bytes:
        """Return the bytes by gzip."""
        return gzip.compress(self.plain, _LEVEL, mtime=0)


def page(request: Request, body: str, *, kind: str = HTML, status: int = 200) -> HTTPResponse:
    """Return a page that anybody may keep."""
    return answer(request, Content(body.encode("utf-8", "replace"), kind), status=status)


def answer(request: Request, content: Content, *, status: int = 200) -> HTTPResponse:
    """Return the content as this browser takes it, or that what it has is right."""
    headers = {"Cache-Control": content.keeping, "ETag": content.tag, "Vary": "Accept-Encoding"}
    if status == 200 and content.tag in request.headers.get("if-none-match", ""):
        return empty(304, headers=headers)
    is_packed = content.is_text and len(content.plain) > _SMALL and _takes_gzip(request)
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    body = content.packed if is_packed else content.plain
    return raw(body, status=status, headers=headers, content_type=content.kind)


def _takes_gzip(request: Request) -> bool:
    wishes = request.headers.get("accept-encoding", "").replace(" ", "").split(",")
    return any(wish == "gzip" or (wish.startswith("gzip;q=") and wish[7:].strip("0.") != "") for wish in wishes)
