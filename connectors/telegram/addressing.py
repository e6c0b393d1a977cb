"""Whether a message in a group is meant for us, and its words without our name."""

import re
from collections.abc import Iterator

from connectors.telegram.origins import Account, Fields

_OURS_BY_CUSTOM = ("/start", "/help")
"""Every bot has them (core.telegram.org/bots/features#global-commands); other bare commands are another bot's."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.S)


def is_addressed(message: Fields, account: Account) -> bool:
    """Whether it replies to us, names us, or is a command for us."""
    replied = (message.get("reply_to_message") or {}).get("from") or {}
    return replied.get("id") == account.id or any(_aims(*mark, account) for mark in _marks(message))


def words(message: Fields, account: Account) -> str:
    """Return the text or caption without our name; behind a command, as in /help@us, what follows stays apart."""
    text = str(message.get("text") or message.get("caption") or "")
    if account.username is None:
        return text.strip()
    name = rf"@{re.escape(account.username)}\b"
    return re.sub(rf"(?i)(?<!\S){name}[ ,:]*|{name}", "", text).strip()


def command(text: str) -> tuple[str, str] | None:
    """Return a command's name and the rest of the line, or None for any other text."""
    found = _COMMAND.fullmatch(text)
    return (found["name"].lower(), found["rest"] or "") if found else None


def _marks(message: Fields) -> Iterator[tuple[str, str, Fields]]:
    """Yield kind, text and user of what Telegram has marked; places are counted in UTF-16 units."""
    units = str(message.get("text") or message.get("caption") or "").encode("utf-16-le", "replace")
    for mark in message.get("entities") or message.get("caption_entities") or ():
        start, length = mark["offset"] * 2, mark["length"] * 2
        yield mark["type"], units[start : start + length].decode("utf-16-le", "replace"), mark.get("user") or {}


def _aims(kind: str, text: str, user: Fields, account: Account) -> bool:
    ours = f"@{account.username}".lower() if account.username else None
    match kind:
        case "mention":
            return text.lower() == ours
        case "text_mention":
            return user.get("id") == account.id
        case "bot_command":
            name, at, whom = text.lower().partition("@")
            return at + whom == ours if at else name in _OURS_BY_CUSTOM
    return False
