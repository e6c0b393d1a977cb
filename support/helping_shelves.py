"""What helps agents to write, as protocols; `store/` provides the shelves."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from support.canned import Canned
from support.marks import Mark, MarkKind
from support.messages import ConversationId
from support.uploads import Upload


class CannedShelf(Protocol):
    """Ready replies: everybody's and one's own."""

    def get(self, id: str) -> Canned:
        """Raises: NotFound."""

    def of(self, account_id: str) -> list[Canned]:
        """Return everybody's and this account's, by code and language."""

    def put(self, canned: Canned) -> None:
        """Insert or replace. Raises: Conflict where its owner has another one of this code and language."""

    def remove(self, id: str) -> None:
        """Take it off the shelf."""


class MarkShelf(Protocol):
    """What is to be learnt from agents' answers."""

    def get(self, id: str) -> Mark:
        """Raises: NotFound."""

    def put(self, mark: Mark) -> None:
        """Insert or replace."""

    def all(self, kinds: Collection[MarkKind], *, done: bool = False, limit: int = ...) -> list[Mark]:
        """Return those that wait for somebody, or those that are `done`, newest first."""


class UploadShelf(Protocol):
    """Files that wait to be sent."""

    def put(self, upload: Upload) -> None:
        """Insert or replace."""

    def get(self, key: str, conversation_id: ConversationId, account_id: str) -> Upload:
        """Return the file where this account may send it in this conversation. Raises: NotFound."""

    def forget(self, before: datetime) -> None:
        """Forget what was chosen long ago and may have been sent since."""
