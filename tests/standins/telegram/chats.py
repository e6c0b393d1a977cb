"""The people and rooms a bot can meet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standins.telegram.refusals import bad, refusal

Fields = dict[str, Any]


@dataclass
class Chat:
    """A private chat, group, supergroup or channel, and all messages in it."""

    id: int
    kind: str
    name: Fields
    is_blocked: bool = False
    moved_to: int = 0
    messages: dict[int, Fields] = field(default_factory=dict)

    @property
    def fields(self) -> Fields:
        """Return the Bot API's Chat."""
        return {"id": self.id, "type": self.kind, **self.name}

    def check_writable(self) -> None:
        """Raise what the provider says to a bot that may not write here."""
        if self.moved_to:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved_to)
        if self.is_blocked:
            raise refusal(403, "Forbidden: bot was " + _BLOCKED.get(self.kind, "kicked from the group chat"))


_BLOCKED = {"private": "blocked by the user", "supergroup": "kicked from the supergroup chat"}


@dataclass(frozen=True)
class Query:
    """A pressed button that waits for answerCallbackQuery."""

    id: str
    at: datetime


class Chats:
    """Chats by id, messages numbered. A person the bot has never met is not found, as in Telegram."""

    def __init__(self) -> None:
        self._by_id: dict[int, Chat] = {}
        self._counts: dict[int, int] = {}
        self.queries: dict[str, Query] = {}

    def open(self, chat: Chat) -> Chat:
        """Make `chat` known to the bot; a known one stays as it is."""
        return self._by_id.setdefault(chat.id, chat)

    def find(self, chat_id: str) -> Chat:
        """Return the chat of a request's chat_id."""
        if not chat_id:
            raise bad("chat_id is empty")
        try:
            return self._by_id[int(chat_id)]
        except (KeyError, ValueError):
            raise bad("chat not found") from None

    def keep(self, chat: Chat, message: Fields, at: datetime) -> Fields:
        """Number a message, keep it and return it whole. Private chats and small groups share one count."""
        series = chat.id if chat.kind in ("supergroup", "channel") else 0
        number = self._counts[series] = self._counts.get(series, 0) + 1
        whole = {"message_id": number, "date": int(at.timestamp()), "chat": chat.fields, **message}
        chat.messages[number] = whole
        return whole
