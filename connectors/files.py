"""Files that come with a message: fetched from the channel, checked, kept in our books; a voice is written down."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from app.settings import settings
from app.transcriber import transcribe
from connectors.sizes import check_size
from support.errors import NotFound, Refused, Undeliverable
from support.events import MessageAmended
from support.messages import Attachment, MediaKind, Message
from support.ports import Books, UnitOfWork
from support.shelves import Media

Fetch = Callable[[Attachment], Awaitable[tuple[bytes, str]]]
"""Returns a file's content and media type. Raises: Refused, NotFound, Undeliverable when it can never be had."""

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;[ -~]*)?", re.ASCII)
_LONGEST_TYPE = 128
"""Characters of our column; the longest that is registered has some 80."""

_FETCH_SECONDS = 18.0
"""For all files of a message; the turn needs what is left of WORK_SECONDS, also when they do not come."""

_log = structlog.get_logger()


def has_all(message: Message) -> bool:
    """Whether every file of the message is on our shelf, or known not to be had."""
    return all(file.key or file.fault for file in message.attachments)


async def kept(books: Books, message: Message, fetch: Fetch, *, is_last: bool = False) -> Message:
    """Return the message with its files on our shelf; what is done is not done again.

    When it `is_last`, the last try, a file that does not come is noted as one that cannot be had.
    """
    until = asyncio.get_running_loop().time() + _FETCH_SECONDS
    for place, file in enumerate(message.attachments):
        if not (file.key or file.fault):
            had = await fetched(file, fetch, until=until, is_last=is_last)
            message = await asyncio.to_thread(_keep, books, message, place, *had)
    return message


async def in_words(books: Books, message: Message) -> Message:
    """Return the message with what is said in its first voice note, where a transcriber is there and understands it."""
    voices = [file.key for file in message.attachments if file.kind is MediaKind.VOICE and file.key]
    if message.text or not voices or not settings().transcriber_url:
        return message
    voice = await asyncio.to_thread(_on_shelf, books, voices[0])
    text = await transcribe(voice.body, voice.media_type)
    return await asyncio.to_thread(_amend, books, replace(message, text=text)) if text else message


Fetched = tuple[Attachment, bytes]


async def fetched(file: Attachment, fetch: Fetch, *, until: float, is_last: bool) -> Fetched:
    """Return a file with its content, or with why it cannot be had. Raises: whatever may be mended by a next try."""
    try:
        async with asyncio.timeout_at(until):
            return await _had(file, fetch)
    except (Refused, NotFound, Undeliverable) as error:  # trying again would not help; people see why it is missing
        return _missing(file, str(error))
    except Exception as error:
        if not is_last:
            raise
        return _missing(file, "did not come in time" if isinstance(error, TimeoutError) else str(error))


def _missing(file: Attachment, fault: str) -> Fetched:
    _log.warning("files.fetch.refused", kind=file.kind.value, fault=fault)
    return replace(file, fault=fault or "could not be fetched"), b""


async def _had(file: Attachment, fetch: Fetch) -> Fetched:
    check_size(file.size or 0)
    body, media_type = await fetch(file)
    check_size(len(body))
    return replace(file, size=len(body), media_type=_type(media_type) or _type(file.media_type)), body


def _type(said: str) -> str:
    """Return a media type as it was said, "" for what is none: customers' apps say it, and it ends in headers."""
    return said if _MEDIA_TYPE.fullmatch(said) and len(said) <= _LONGEST_TYPE else ""


def _keep(books: Books, message: Message, place: int, file: Attachment, body: bytes) -> Message:
    files = list(message.attachments)
    with books.writing() as uow:
        files[place] = replace(file, key=uow.media.put(body, file.media_type)) if not file.fault else file
        return _amended(uow, replace(message, attachments=tuple(files)))


def _amend(books: Books, message: Message) -> Message:
    with books.writing() as uow:
        return _amended(uow, message)


def _amended(uow: UnitOfWork, message: Message) -> Message:
    uow.inbox.amend(message)
    uow.record(MessageAmended(message=message))
    uow.commit()
    return message


def _on_shelf(books: Books, key: str) -> Media:
    with books.reading() as uow:
        return uow.media.get(key)
