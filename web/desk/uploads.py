"""Files that agents choose, taken in as they come: one too large is refused before it is all here."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from sanic.request import Request
from sanic.response import HTTPResponse, json

from connectors.abilities import abilities
from desk import files
from support.errors import Refused, TooLong
from support.messages import channel_of
from support.staff import Role
from support.uploads import Upload
from web.desk import asking
from web.guard import allowed
from web.staff.acting import writing

NAME = "x-file-name"
"""The header with the file's name, percent-encoded: the body is the file and nothing else."""


@allowed(Role.AGENT)
async def upload(request: Request, id: str) -> HTTPResponse:
    """Keep a file for a reply in this conversation."""
    conversation_id = asking.conversation_id(id)
    body = await bounded(request, _limit(channel_of(conversation_id)))
    kept = await writing(files.keep, conversation_id, request.ctx.account, body, name_of(request), datetime.now(UTC))
    return json(_told(kept), status=201)


def _limit(channel: str) -> int:
    most = abilities(channel).largest_file
    if not most:
        raise Refused(f"{channel} takes no files; send a link instead")
    return most


def name_of(request: Request) -> str:
    """Return what a file is called where it comes from."""
    return unquote(request.headers.get(NAME, ""), errors="replace")


async def bounded(request: Request, most: int) -> bytes:
    """Return the body. Raises: TooLong, by what the header says or as soon as more has come."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > most:
        raise _too_large(most)
    request.stream.request_max_size = most + 1  # the app's own limit is for posts that are held whole
    body = bytearray()
    async for piece in _pieces(request.stream):
        body += piece
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


async def _pieces(stream: Any) -> AsyncIterator[bytes]:
    while (piece := await asyncio.wait_for(stream.read(), 30)) is not None:
        yield piece


def _too_large(most: int) -> TooLong:
    return TooLong(f"the file is larger than {most / 1_000_000:g} MB, which is what goes out here")


def _told(kept: Upload) -> dict[str, Any]:
    file = kept.file
    shown = {"key": file.key, "name": file.name, "kind": file.kind.value, "media_type": file.media_type}
    return shown | {"size": file.size, "url": f"/desk/api/files/{file.key}"}
