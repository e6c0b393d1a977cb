"""A file that came with a message, as it may be met in a browser: shown where nothing in it can run, else saved."""

from urllib.parse import quote

from sanic.response import HTTPResponse, raw

from support.shelves import Media

SHOWN = {
    *(f"image/{name}" for name in ("png", "jpeg", "gif", "webp", "avif", "bmp")),
    *(f"audio/{name}" for name in ("mpeg", "ogg", "opus", "mp4", "aac", "wav", "x-wav", "webm", "amr", "flac")),
    *(f"video/{name}" for name in ("mp4", "webm", "ogg", "3gpp", "quicktime")),
}
"""Pictures of dots, sound and film. SVG, HTML and PDF are programs: a customer's must not run beside our pages."""

_SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'; frame-ancestors 'none'"


def served(found: Media, name: str | None = None) -> HTTPResponse:
    """Return a file's answer; `name` is what it is saved as."""
    media_type = found.media_type.partition(";")[0].strip().lower()
    is_shown = media_type in SHOWN
    called = f"; filename*=UTF-8''{quote(name, safe='')}" if name else ""
    headers = {
        "Content-Disposition": ("inline" if is_shown else "attachment") + called,
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return raw(found.body, content_type=media_type if is_shown else "application/octet-stream", headers=headers)
