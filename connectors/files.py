"""Files that come with a message: fetched from the channel, checked, kept in our books; a voice is written down."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from app.transcriber import transcribe
from connectors.sizes import check_size
from support.errors import NotFound, Refused, Undeliverable
from support.events import MessageAmended
from support.messages import Attachment, MediaKind, Message
from support.ports import Books

Fetch = Callable[[Attachment], Awaitable[tuple[bytes, str]]]
"""Returns a file's content and media type. Raises: Refused, NotFound, Undeliverable when it can never be had."""

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;[ -~]*)?", re.ASCII)
_LONGEST_TYPE = 128
"""Characters of our column; the longest that is registered has some 80."""

_log = structlog.get_logger()


async def kept(books: Books, message: Message, fetch: Fetch) -> Message:
    """Return the message with its files on our shelf and its voice in words; what is done is not done again."""
    if all(file.key or file.fault for file in message.attachments):
        return message
    fetched = [await _fetched(file, fetch) for file in message.attachments]
    text = message.text or await _heard(fetched)
    return await asyncio.to_thread(_keep, books, replace(message, text=text), fetched)


Fetched = tuple[Attachment, bytes]


async def _fetched(file: Attachment, fetch: Fetch) -> Fetched:
    if file.key or file.fault:
        return file, b""
    try:
        check_size(file.size or 0)
        body, media_type = await fetch(file)
        check_size(len(body))
    except (Refused, NotFound, Undeliverable) as error:  # trying again would not help; people see why it is missing
        _log.warning("files.fetch.refused", kind=file.kind.value, fault=str(error))
        return replace(file, fault=str(error)), b""
    return replace(file, size=len(body), media_type=_type(media_type) or _type(file.media_type)), body


def _type(said: str) -> str:
    """Return a media type as it was said, "" for what is none: customers' apps say it, and it ends in headers."""
    return said if _MEDIA_TYPE.fullmatch(said) and len(said) <= _LONGEST_TYPE else ""


async def _heard(fetched: list[Fetched]) -> str:
    """Return what was said in the first voice note, where a transcriber is configured and understood it."""
    voices = [(file, body) for file, body in fetched if file.kind is MediaKind.VOICE and body]
    return await transcribe(voices[0][1], voices[0][0].media_type) if voices else ""


def _keep(books: Books, message: Message, fetched: list[Fetched]) -> Message:
    with books.writing() as uow:
        files = tuple(
            replace(file, key=uow.media.put(body, file.media_type)) if body else file for file, body in fetched
        )
        amended = replace(message, attachments=files)
        uow.inbox.amend(amended)
        uow.record(MessageAmended(message=amended))
        uow.commit()
    return amended
