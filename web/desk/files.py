"""Files that came with messages, for staff only: shown where nothing in them can run, else saved."""

import re

from sanic.response import HTTPResponse, raw

from support.errors import NotFound
from support.ports import Books

_KEY = re.compile(r"[0-9a-f]{64}")

_SHOWN = {
    *(f"image/{name}" for name in ("png", "jpeg", "gif", "webp", "avif", "bmp")),
    *(f"audio/{name}" for name in ("mpeg", "ogg", "opus", "mp4", "aac", "wav", "x-wav", "webm", "amr", "flac")),
    *(f"video/{name}" for name in ("mp4", "webm", "ogg", "3gpp", "quicktime")),
}
"""Pictures of dots, sound and film. SVG, HTML and PDF are programs: a customer's must not run beside our pages."""

_SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'; frame-ancestors 'none'"


def file(books: Books, key: str) -> HTTPResponse:
    """Return a file as it may be met in a browser. Raises: NotFound."""
    if not _KEY.fullmatch(key):
        raise NotFound("there is no such file")
    with books.reading() as uow:
        found = uow.media.get(key)
    media_type = found.media_type.partition(";")[0].strip().lower()
    is_shown = media_type in _SHOWN
    headers = {
        "Content-Disposition": "inline" if is_shown else "attachment",
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return raw(found.body, content_type=media_type if is_shown else "application/octet-stream", headers=headers)
