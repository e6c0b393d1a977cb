"""Files customers sent and bots uploaded."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.standins.forms import Upload
from tests.standins.telegram.refusals import bad, refusal

_LARGEST_DOWNLOAD = 20 * 2**20
_LARGEST_UPLOAD = 50 * 2**20
_LARGEST_PHOTO = 10 * 2**20
_LINK_LIFE = timedelta(hours=1)


@dataclass(frozen=True)
class File:
    """A stored file; `size` may be claimed larger than the content, to stand for a huge one."""

    id: str
    path: str
    content: bytes
    size: int
    mime_type: str
    name: str

    @property
    def fields(self) -> dict[str, object]:
        """Return what every Bot API file object has."""
        unique = hashlib.sha256(self.id.encode()).hexdigest()[:16]
        return {"file_id": self.id, "file_unique_id": unique, "file_size": self.size}


class Files:
    """Files by id; links by path, good for an hour."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._links: dict[str, tuple[File, datetime]] = {}

    def store(self, upload: Upload, size: int = 0) -> File:
        """Keep a file."""
        number = len(self._by_id) + 1
        ending = upload.name.rpartition(".")[2] or "bin"
        id = f"AgACAgIAAxkB-{number:06d}"
        file = File(
            id,
            f"files/file_{number}.{ending}",
            upload.content,
            size or len(upload.content),
            upload.mime_type,
            upload.name,
        )
        self._by_id[file.id] = file
        return file

    def find(self, file_id: str) -> File:
        """Return a known file."""
        if file_id not in self._by_id:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def link(self, file_id: str, now: datetime) -> File:
        """Return the file with its path open for download from `now` on."""
        if file_id not in self._by_id:
            raise bad("invalid file_id")
        file = self._by_id[file_id]
        if file.size > _LARGEST_DOWNLOAD:
            raise bad("file is too big")
        self._links[file.path] = (file, now + _LINK_LIFE)
        return file

    def at(self, path: str, now: datetime) -> File:
        """Return the file behind an open link."""
        file, until = self._links.get(path, (None, now))
        if file is None or until <= now:
            raise refusal(404, "Not Found")
        return file


def check_upload(upload: Upload, kind: str) -> None:
    """Raise what the provider says to an upload that is too large."""
    if len(upload.content) > _LARGEST_UPLOAD:
        raise refusal(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.content) > _LARGEST_PHOTO:
        raise bad("file is too big")
    if not upload.content:
        raise bad("file must be non-empty")
