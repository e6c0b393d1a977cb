"""Media on the Cloud API: uploads, ids, links that need the bearer and end after five minutes."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.standins.whatsapp.refusals import invalid, refusal, unknown_object, value

_MEGABYTE = 2**20
_LARGEST = {
    "image": 5 * _MEGABYTE,
    "audio": 16 * _MEGABYTE,
    "video": 16 * _MEGABYTE,
    "document": 100 * _MEGABYTE,
    "sticker": _MEGABYTE // 2,
}
_TYPES = {
    "image": {"image/jpeg", "image/png"},
    "audio": {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"},
    "video": {"video/mp4", "video/3gpp"},
    "sticker": {"image/webp"},
}
"""Documents may be anything."""
_LINK_LIFE = timedelta(minutes=5)
_UPLOAD_LIFE = timedelta(days=30)
_RECEIVED_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Media:
    """A stored file; `size` may be claimed larger than the content."""

    id: str
    content: bytes
    mime_type: str
    until: datetime
    size: int

    @property
    def fields(self) -> dict[str, Any]:
        """Return what a webhook says of it; the hash is base64 there and hexadecimal when asked for."""
        digest = base64.b64encode(hashlib.sha256(self.content).digest()).decode()
        return {"id": self.id, "mime_type": self.mime_type, "sha256": digest}

    def told(self, url: str) -> dict[str, Any]:
        """Return the answer to GET /{media_id}."""
        hashed = {"sha256": hashlib.sha256(self.content).hexdigest(), "file_size": self.size}
        return {"messaging_product": "whatsapp", "url": url, "mime_type": self.mime_type, **hashed, "id": self.id}


class Library:
    """Media by id, links by token."""

    def __init__(self) -> None:
        self._by_id: dict[str, Media] = {}
        self._links: dict[str, tuple[Media, datetime]] = {}

    def upload(self, content: bytes, mime_type: str, now: datetime) -> Media:
        """Keep what the business uploads, if its type and size are allowed."""
        kind = next((kind for kind, types in _TYPES.items() if mime_type in types), "document")
        if mime_type.startswith(("image/", "audio/", "video/")) and kind == "document":
            raise invalid(f"Param file must be a file with one of the following types - got {mime_type}.")
        if len(content) > _LARGEST[kind]:
            raise refusal(
                131053, f"Media file size too big. Max file size we currently support: {_LARGEST[kind]} bytes"
            )
        return self._keep(content, mime_type, now + _UPLOAD_LIFE)

    def receive(self, content: bytes, mime_type: str, now: datetime, size: int = 0) -> Media:
        """Keep what a customer sends."""
        return self._keep(content, mime_type, now + _RECEIVED_LIFE, size)

    def _keep(self, content: bytes, mime_type: str, until: datetime, size: int = 0) -> Media:
        id = str(1_166_846_181_421_000 + len(self._by_id))
        self._by_id[id] = Media(id, content, mime_type, until, size or len(content))
        return self._by_id[id]

    def find(self, id: str, now: datetime) -> Media:
        """Return media that has not expired."""
        media = self._by_id.get(id)
        if media is None or media.until <= now:
            raise unknown_object(id)
        return media

    def delete(self, id: str) -> None:
        """Forget it."""
        self._by_id.pop(id, None)

    def link(self, media: Media, now: datetime) -> str:
        """Return the token of a fresh link."""
        token = secrets.token_hex(8)
        self._links[token] = (media, now + _LINK_LIFE)
        return token

    def at(self, token: str, now: datetime) -> Media | None:
        """Return what an open link leads to."""
        media, until = self._links.get(token, (None, now))
        return media if until > now else None

    def check(self, kind: str, fields: Any, now: datetime) -> None:
        """Raise unless `fields` names media of this kind by id or by link, not both."""
        if not isinstance(fields, dict):
            raise invalid(f"The parameter {kind} is required.")
        if ("id" in fields) == ("link" in fields):
            raise invalid(f"Param {kind} must have exactly one of id and link.")
        if "link" in fields and not str(fields["link"]).startswith(("http://", "https://")):
            raise value(f"{kind} link is not a valid URL")
        if "id" in fields:
            self._check_id(kind, str(fields["id"]), now)

    def _check_id(self, kind: str, id: str, now: datetime) -> None:
        media = self._by_id.get(id)
        if media is None or media.until <= now:
            raise refusal(100, f"Invalid parameter: {kind} id {id} is unknown or expired")
        if media.mime_type not in _TYPES.get(kind, {media.mime_type}):
            raise refusal(131053, f"{media.mime_type} is not allowed for {kind}")
