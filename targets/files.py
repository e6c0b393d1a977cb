"""Links to files on our shelf, signed, for a week: for a desk that fetches them, and a chat that shows none."""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from app.secrets import derived
from app.settings import settings
from app.wiring import books
from support.errors import Forged
from support.messages import Attachment, ConversationId, Message, channel_of

PATH = "/targets/files"
_DAYS = 7
_SHOWS_NO_FILES = {"webchat"}
"""Channels in which a file would not be seen: a link to it stands in the words."""


def link(key: str, now: datetime) -> str:
    """Return where the file can be fetched for a week, by whoever has the link."""
    until = str(int(now.timestamp()) + _DAYS * 86400)
    base = settings().public_url or f"http://localhost:{settings().port}"
    return f"{base}{PATH}/{key}?until={until}&signature={_sign(key, until)}"


def with_links(said: Message, files: Sequence[Attachment], conversation_id: ConversationId) -> Message:
    """Return the message with links to its files, where the customer's channel would not show them."""
    if channel_of(conversation_id) not in _SHOWS_NO_FILES:
        return said
    links = [f"{file.name or file.kind.value}: {link(file.key, said.sent_at)}" for file in files if file.key]
    return replace(said, text="\n".join(filter(None, (said.text, *links))))


def blueprint() -> Blueprint:
    """Return the route."""
    door = Blueprint("target_files", url_prefix=PATH)
    shelf = books()

    @door.get("/<key:str>")
    async def file(request: Request, key: str) -> HTTPResponse:
        check(key, request.args.get("until", ""), request.args.get("signature", ""), datetime.now(UTC))
        with shelf.reading() as uow:
            found = uow.media.get(key)
        headers = {"Content-Disposition": "attachment", "Cache-Control": "private, no-store"}
        return raw(found.body, content_type=found.media_type or "application/octet-stream", headers=headers)

    return door


def check(key: str, until: str, signature: str, now: datetime) -> None:
    """Raises: Forged unless the link is ours and not too old."""
    is_ours = hmac.compare_digest(_sign(key, until).encode(), signature.encode("utf-8", "replace"))
    if not is_ours or int(until) < now.timestamp():
        raise Forged("this link has ended, or is none of ours")


def _sign(key: str, until: str) -> str:
    secret = derived(settings().var, "files")
    return hmac.new(secret.encode(), f"{key}.{until}".encode("utf-8", "replace"), sha256).hexdigest()
