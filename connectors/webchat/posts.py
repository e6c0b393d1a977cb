"""What a browser posts: checked, limited, and made a message of ours."""

import re
from collections import deque
from datetime import datetime
from typing import Any

from connectors.payloads import pressable
from connectors.webchat.sessions import Session
from support.errors import Refused, TooFast, TooLong
from support.messages import Author, Message

LIMIT = 2000
"""Characters a message: a question with its story fits, a pasted book does not."""

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def parse(session: Session, body: Any, now: datetime) -> Message:
    """Return the message in a posted body {id, text, payload?}. Raises: Refused, TooLong."""
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
        payload=pressable(body.get("payload")),
    )


class Pace:
    """At most `most` messages in `seconds` for each address; forgets addresses that fell silent."""

    def __init__(self, most: int = 20, seconds: float = 10.0) -> None:
        self._most = most
        self._seconds = seconds
        self._posts: dict[str, deque[float]] = {}

    def step(self, address: str, at: float) -> None:
        """Count a post at `at` (seconds of a monotonic clock). Raises: TooFast."""
        if len(self._posts) > 10_000:
            self._posts = {a: posts for a, posts in self._posts.items() if posts[-1] > at - self._seconds}
        posts = self._posts.setdefault(address, deque(maxlen=self._most))
        if len(posts) == self._most and posts[0] > at - self._seconds:
            raise TooFast("that is faster than anyone writes; wait a few seconds")
        posts.append(at)
