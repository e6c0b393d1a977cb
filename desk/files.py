"""Files that agents send: what they are by their content, under a name that fools nobody. The caller commits."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from support.errors import Refused
from support.messages import Attachment, ConversationId, MediaKind
from support.ports import UnitOfWork
from support.staff import Account
from support.uploads import Upload

MOST = 10
"""Files of one reply."""

KEPT = timedelta(days=1)
"""Chosen and not sent by then, a file has to be chosen again."""

_LONGEST_NAME = 120
_UNKNOWN = "application/octet-stream"

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"WAVE", 8, "audio/wav"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftyp3gp", 4, "video/3gpp"),
    (b"ftyp", 4, "video/mp4"),
    (b"PK\x03\x04", 0, "application/zip"),
)
"""Bytes, where they stand, and what begins so. What a browser or a name says of a file is anybody's word."""

_PACKED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""By its ending; inside it is a zip file all the same."""

_KINDS = {"image": MediaKind.IMAGE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}


def type_of(body: bytes, name: str) -> str:
    """Return the media type; of SVG, HTML, scripts and programs none that anything would run."""
    found = next((kind for mark, at, kind in _BEGINNINGS if body.startswith(mark, at)), None)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if found == "application/zip":
        return _PACKED.get(ending, found)
    if found is None and ending in ("txt", "csv") and _is_text(body):
        return "text/csv" if ending == "csv" else "text/plain"
    return found or _UNKNOWN


def own_name(told: str) -> str:
    """Return a file's name without folders, and without signs that nobody sees or that turn letters round."""
    last = told.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = seen.rpartition(".")
    kept = _LONGEST_NAME - len(ending) - 1
    short = f"{stem[:kept]}{dot}{ending}" if dot and kept > 0 else seen
    return short[:_LONGEST_NAME] or "file"


def keep(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, body: bytes, name: str, now: datetime
) -> Upload:
    """Keep a file for this agent to send here. Raises: NotFound, Refused for an empty one."""
    uow.conversations.get(conversation_id)
    if not body:
        raise Refused("the file is empty")
    name = own_name(name)
    media_type = type_of(body, name)
    kind = _KINDS.get(media_type.partition("/")[0], MediaKind.DOCUMENT)
    key = uow.media.put(body, media_type, loose_since=now)
    file = Attachment(kind=kind, source="", media_type=media_type, name=name, size=len(body), key=key)
    upload = Upload(file=file, conversation_id=conversation_id, account_id=agent.id, uploaded_at=now)
    uow.uploads.put(upload)
    return upload


def chosen(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, keys: Sequence[str]
) -> tuple[Attachment, ...]:
    """Return the files that this agent has chosen for this conversation, which now stay. Raises: NotFound, Refused."""
    if len(keys) > MOST:
        raise Refused(f"a reply takes {MOST} files")
    found = tuple(uow.uploads.get(key, conversation_id, agent.id).file for key in dict.fromkeys(keys))
    for file in found:
        uow.media.hold(str(file.key))
    return found


def _is_text(body: bytes) -> bool:
    try:
        return "\0" not in body.decode()
    except UnicodeDecodeError:
        return False
