"""The signed way back: {"id", "handoff_id", "kind": "reply" | "close" | "note", "agent", "text", "attachments"}."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from connectors.sizes import check_size
from support.errands import Back, Returned
from support.errors import Refused
from support.messages import Attachment, MediaKind
from targets.webhook.settings import TARGET

_KINDS = {"reply": Back.REPLY, "close": Back.CLOSE, "note": Back.NOTE}
_LONGEST_ID, _LONGEST_NAME, _LONGEST_TEXT = 128, 100, 20_000
_MOST_FILES = 10
INLINE = "data:"


def parse(posted: Any) -> Iterator[Returned]:
    """Yield the one thing that was done. Raises: Refused, naming what is wrong."""
    told = posted if isinstance(posted, dict) else {}
    kind = _KINDS.get(str(told.get("kind")))
    if kind is None:
        raise Refused(f"kind is one of {', '.join(_KINDS)}")
    text = _text(told, "text", _LONGEST_TEXT)
    files = tuple(_files(told.get("attachments")))
    if kind is not Back.CLOSE and not (text or files):
        raise Refused("text is missing")
    yield Returned(
        target=TARGET,
        back=kind,
        id=_text(told, "id", _LONGEST_ID, is_needed=True),
        external_id=_text(told, "handoff_id", _LONGEST_NAME, is_needed=True),
        agent=_text(told, "agent", _LONGEST_NAME, is_needed=kind is not Back.CLOSE),
        text=text,
        files=files,
    )


def _text(told: dict[str, Any], name: str, longest: int, *, is_needed: bool = False) -> str:
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name} is no text")
    if is_needed and not value:
        raise Refused(f"{name} is missing")
    if len(value or "") > longest:
        raise Refused(f"{name} has at most {longest} characters")
    return value or ""


def _files(told: Any) -> Iterator[Attachment]:
    given = told if isinstance(told, list) else []
    if len(given) > _MOST_FILES:
        raise Refused(f"there are at most {_MOST_FILES} attachments")
    for one in given:
        yield _file(one if isinstance(one, dict) else {})


def _file(told: dict[str, Any]) -> Attachment:
    media_type = _text(told, "media_type", _LONGEST_NAME, is_needed=True)
    source = INLINE + _text(told, "data", 4_000_000, is_needed=True)
    body = content(source)
    check_size(len(body))
    kind = next(
        (k for k in (MediaKind.IMAGE, MediaKind.AUDIO, MediaKind.VIDEO) if media_type.startswith(k.value)), None
    )
    name = _text(told, "name", _LONGEST_NAME) or None
    return Attachment(kind=kind or MediaKind.DOCUMENT, source=source, media_type=media_type, name=name, size=len(body))


def content(source: str) -> bytes:
    """Return the bytes of a file that came with the post. Raises: Refused."""
    try:
        return base64.b64decode(source.removeprefix(INLINE), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("an attachment's data is no base64") from error
