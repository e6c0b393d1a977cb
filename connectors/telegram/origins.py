"""Where an update comes from: the bot's account, the chat, the person, and the names of all that in our books."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.telegram.settings import CHANNEL
from support.messages import ConversationId, conversation

Fields = Mapping[str, Any]

_GROUPS = ("group", "supergroup")
_LARGEST = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The bot itself; without its username only replies and plain commands are known to be meant for it."""

    id: int
    username: str | None = None

    def name(self, external: str) -> str:
        """Return the id in our books of what Telegram calls so."""
        return f"{CHANNEL}:{self.id}:{external}"

    def message_id(self, chat_id: int, message_id: int) -> str:
        """Return a message's id in our books; Telegram numbers them by chat."""
        return self.name(f"{chat_id}.{message_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A person in a chat. In a group each person has a conversation of their own with us."""

    chat_id: int
    is_private: bool
    person_id: int
    name: str | None
    language: str | None

    @property
    def conversation_id(self) -> ConversationId:
        """Return `telegram:<chat>`, in groups `telegram:<chat>.<person>`."""
        return conversation(CHANNEL, str(self.chat_id) if self.is_private else f"{self.chat_id}.{self.person_id}")


def chat_of(conversation_id: ConversationId) -> tuple[int, bool]:
    """Return the chat to write to, and whether it is a group."""
    chat, _, person = conversation_id.partition(":")[2].partition(".")
    return int(chat), bool(person)


def number(value: Any) -> int:
    """Return an id as it came. Raises: ValueError for what Telegram would not call one."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _LARGEST:
        raise ValueError(f"{value!r:.40} is no id")
    return value


def origin(chat: Fields, person: Fields) -> Origin | None:
    """Return who spoke where; None for channels, and for other bots: two of them would talk forever."""
    is_private = chat["type"] == "private"
    if person.get("is_bot") or not (is_private or chat["type"] in _GROUPS):
        return None
    return Origin(
        chat_id=number(chat["id"]),
        is_private=is_private,
        person_id=number(person["id"]),
        name=_name(person),
        language=_language(person),
    )


def speaker(message: Fields) -> Fields:
    """Return who a message is from; who writes in a group's own name is that group to us."""
    in_the_name_of = message.get("sender_chat")
    if in_the_name_of and not message.get("is_automatic_forward"):
        return {"id": in_the_name_of["id"], "first_name": in_the_name_of.get("title")}
    return dict(message["from"])


def _name(person: Fields) -> str | None:
    names = [person.get("first_name"), person.get("last_name")]
    return " ".join(str(name) for name in names if name)[:128] or None


def _language(person: Fields) -> str | None:
    """Return the language of their Telegram app, which is a hint and no proof: pt-br is pt."""
    return str(person.get("language_code") or "").partition("-")[0].lower()[:8] or None
