"""Files that came with messages, for staff only."""

import re

from sanic.response import HTTPResponse

from connectors.serving import served
from support.errors import NotFound
from support.ports import Books

_KEY = re.compile(r"[0-9a-f]{64}")


def file(books: Books, key: str) -> HTTPResponse:
    """Return a file as it may be met in a browser. Raises: NotFound."""
    if not _KEY.fullmatch(key):
        raise NotFound("there is no such file")
    with books.reading() as uow:
        return served(uow.media.get(key))
