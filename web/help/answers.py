"""Pages as answers: with a validator, so that an unchanged one is not sent again, and compressed."""

import gzip
from hashlib import blake2b

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

HTML = "text/html; charset=utf-8"
_LEVEL = 5
_SMALL = 1000
"""Bytes; below, compressing gains nothing."""


def page(request: Request, body: str, *, kind: str = HTML, status: int = 200) -> HTTPResponse:
    """Return a page that anybody may keep, and asks for again before showing it: what is published is seen at once."""
    content = body.encode("utf-8", "replace")
    tag = f'W/"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return empty(304, headers=headers)
    if len(content) > _SMALL and _takes_gzip(request):
        content, headers["Content-Encoding"] = gzip.compress(content, _LEVEL, mtime=0), "gzip"
    return raw(content, status=status, headers=headers, content_type=kind)


def _takes_gzip(request: Request) -> bool:
    wishes = request.headers.get("accept-encoding", "").replace(" ", "").split(",")
    return any(wish == "gzip" or (wish.startswith("gzip;q=") and wish[7:].strip("0.") != "") for wish in wishes)
