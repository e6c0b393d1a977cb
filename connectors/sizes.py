"""How large a file may be that we fetch and keep."""

import httpx

from app.settings import settings
from support.errors import Refused


def check_size(size: int) -> None:
    """Raises: Refused above what PARLEY_MEDIA_MEGABYTES allows; `size` is in bytes."""
    megabytes = settings().media_megabytes
    if size > megabytes * 1_000_000:
        raise Refused(f"is larger than {megabytes:g} MB (PARLEY_MEDIA_MEGABYTES)")


async def bounded(answer: httpx.Response) -> bytes:
    """Return what is streamed. Raises: Refused as soon as it is more than we keep, whatever was said of its size."""
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        check_size(len(body))
    return bytes(body)
