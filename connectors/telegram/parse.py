"""What an update of Telegram's means to us. https://core.telegram.org/bots/api#update"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from connectors.arrivals import Arrival, Arrived, Noted, Unknown
from connectors.telegram import presses
from connectors.telegram.addressing import command, is_addressed, words
from connectors.telegram.contents import content
from connectors.telegram.origins import Account, Fields, Origin, number, origin, speaker
from connectors.telegram.settings import CHANNEL
from connectors.webhook import storable
from support.messages import Author, Kind, Message

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
"""What we ask Telegram for."""

_SKIPPED = ("channel_post", "poll", "chat_", "inline_", "chosen_", "shipping_", "pre_", "business_", "edited_")
_SKIPPED_TOO = ("message_reaction_count", "removed_chat_boost", "deleted_business_messages", "purchased_paid_media")
"""What is not for us and would come only if somebody else had asked for it; the first are beginnings."""

_GREETINGS = ("start", "help")


def parse(posted: Any, *, account: Account, now: datetime) -> Iterator[Arrival]:
    """Yield what an update holds; what is not understood is kept whole."""
    update = storable(posted)
    try:
        yield from list(_arrivals(update, account, now))
    except Exception as error:  # whatever is odd about it, it must not come again and again
        yield Unknown(channel=CHANNEL, body=json.dumps(update), fault=f"{type(error).__name__}: {error}"[:500])


def _arrivals(update: Fields, account: Account, now: datetime) -> Iterator[Arrival]:
    known = [kind for kind in _READERS if kind in update]
    for kind in known:
        yield from _READERS[kind](update, account, now)
    if not known and not any(kind.startswith(_SKIPPED) or kind in _SKIPPED_TOO for kind in update):
        raise LookupError(f"an update of an unknown kind: {', '.join(sorted(update))}"[:500])


def _message(update: Fields, account: Account, _now: datetime) -> Iterator[Arrival]:
    raw = update["message"]
    said = _said(raw, account)
    if said is not None:
        yield Arrived(message=said)


def _edit(update: Fields, account: Account, _now: datetime) -> Iterator[Arrival]:
    """Keep the new words beside the old; a place that moves on is no new message."""
    raw = update["edited_message"]
    said = _said(raw, account) if "text" in raw or "caption" in raw else None
    if said is None:
        return
    changed = replace(said, id=f"{said.id}.edit{number(update['update_id'])}", kind=Kind.EDIT, quotes=said.id)
    at = _time(raw.get("edit_date") or raw["date"])
    yield Noted(message=replace(changed, sent_at=at, attachments=(), payload=None, data={}))


def _said(raw: Fields, account: Account) -> Message | None:
    """Return what somebody said to us; None for what is not for us."""
    where = None if raw.get("is_automatic_forward") else origin(raw["chat"], speaker(raw))
    if where is None or not (where.is_private or is_addressed(raw, account)):
        return None
    held = content(raw)
    if held is None:
        return None
    message = Message(
        id=account.message_id(where.chat_id, number(raw["message_id"])),
        conversation_id=where.conversation_id,
        author=Author.CUSTOMER,
        text=words(raw, account) or held.text,
        sent_at=_time(raw["date"]),
        language=where.language,
        name=where.name,
        kind=held.kind,
        quotes=_quoted(raw, where, account),
        attachments=held.attachments,
        data={**held.data, **_besides(raw, where)},
    )
    return _understood(message) if held.kind is Kind.TEXT else message


def _understood(message: Message) -> Message:
    """Return a command as what it means: a greeting, or its words; our bare name is a greeting too."""
    found = command(message.text)
    if not message.text:
        return replace(message, text="👋", payload="greet")
    if found is None:
        return message
    name, rest = found
    if name in _GREETINGS:
        return replace(message, text=f"/{name}", payload="greet", data={**message.data, "start": rest})
    return replace(message, text=f"{name.replace('_', ' ')} {rest}".strip())


def _quoted(raw: Fields, where: Origin, account: Account) -> str | None:
    """Return the message it replies to; in a forum everything replies to the topic's beginning, which is none."""
    replied = raw.get("reply_to_message")
    if not replied or "forum_topic_created" in replied:
        return None
    return account.message_id(where.chat_id, number(replied["message_id"]))


def _besides(raw: Fields, where: Origin) -> dict[str, Any]:
    """Return what is needed later: what to quote in a group, its topic, the album, that the words are another's."""
    told = {
        "album": raw.get("media_group_id"),
        "forwarded": True if "forward_origin" in raw else None,
        "quote": None if where.is_private else number(raw["message_id"]),
        "topic": number(raw["message_thread_id"]) if raw.get("is_topic_message") else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _press(update: Fields, account: Account, now: datetime) -> Iterator[Arrival]:
    pressed = presses.read(update["callback_query"], account, now)
    if pressed is not None:
        yield Arrived(message=pressed)


def _reaction(update: Fields, account: Account, _now: datetime) -> Iterator[Arrival]:
    """Keep a reaction to what was said in private; in a group nobody can tell whose message it is about."""
    raw = update["message_reaction"]
    where = origin(raw["chat"], raw["user"]) if "user" in raw else None
    if where is None or not where.is_private:
        return
    quoted = account.message_id(where.chat_id, number(raw["message_id"]))
    said = " ".join(str(one.get("emoji") or one["type"]) for one in raw["new_reaction"])
    yield _noted(update, where, account, kind=Kind.REACTION, text=said, quotes=quoted, sent_at=_time(raw["date"]))


def _membership(update: Fields, account: Account, _now: datetime) -> Iterator[Arrival]:
    """Keep that somebody blocked the bot: people should know that their words will not arrive."""
    raw = update["my_chat_member"]
    where = origin(raw["chat"], raw["from"])
    if where is None or not where.is_private:
        return
    is_blocked = raw["new_chat_member"]["status"] == "kicked"
    text = "[blocked the bot]" if is_blocked else "[unblocked the bot]"
    yield _noted(update, where, account, kind=Kind.UNSUPPORTED, text=text, sent_at=_time(raw["date"]))


def _noted(update: Fields, where: Origin, account: Account, **told: Any) -> Noted:
    return Noted(
        message=Message(
            id=account.name(f"{where.chat_id}.update{number(update['update_id'])}"),
            conversation_id=where.conversation_id,
            author=Author.CUSTOMER,
            language=where.language,
            name=where.name,
            **told,
        )
    )


def _time(seconds: Any) -> datetime:
    return datetime.fromtimestamp(number(seconds), UTC)


_READERS: dict[str, Callable[[Fields, Account, datetime], Iterator[Arrival]]] = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _membership,
    "message_reaction": _reaction,
}
