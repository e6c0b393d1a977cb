"""What a browser posts: checked, limited, and made a message of ours."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.payloads import pressed
from connectors.webchat.sessions import Session
from support.errors import Refused, TooLong
from support.messages import Author, Message

LIMIT = 2000
"""Characters a message: a question with its story fits, a pasted book does not."""

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def parse(session: Session, body: Any, now: datetime, about: Mapping[str, str] | None = None) -> Message:
    """Return the message in a posted body {id, text, payload?}, written from the article `about`.

    Raises: Refused, TooLong.
    """
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise Refused("a message is JSON: {id, text}")
    if not isinstance(body.get("id"), str) or not _ID.fullmatch(body["id"]):
        raise Refused("a message needs an id of 8 to 64 letters, digits, - or _")
    if len(body["text"]) > LIMIT:
        raise TooLong(f"a message has at most {LIMIT} characters")
    text = _CONTROL.sub("", body["text"].encode("utf-8", "replace").decode()).strip()  # lone surrogates become "?"
    if not text:
        raise Refused("the message is empty")
    return Message(
        id=f"{session.conversation_id}:{body['id']}",
        conversation_id=session.conversation_id,
        author=Author.CUSTOMER,
        text=text,
        sent_at=now,
        language=session.language,
        payload=pressed(body.get("payload")),
        data={"about": dict(about)} if about else {},
    )
