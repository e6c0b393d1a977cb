"""Buttons: what they carry, what comes back when one is pressed, and thanks for it."""

import asyncio
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog

from connectors.arrivals import Arrival, Arrived
from connectors.payloads import pressed
from connectors.telegram.api import BotApi
from connectors.telegram.origins import Account, Fields, number, origin
from support.errors import ParleyError
from support.messages import Author, Button, Message

_MOST_BYTES = 64
"""Of callback_data."""

_SHORT = re.compile(r"#[A-Za-z0-9_-]{43}")
_log = structlog.get_logger()


def carried(payload: str) -> str:
    """Return what a button carries for a payload: itself, or its hash where it is too long."""
    if len(payload.encode()) <= _MOST_BYTES:
        return payload
    return "#" + urlsafe_b64encode(sha256(payload.encode()).digest()).decode().rstrip("=")


def is_hashed(pressed: Message) -> bool:
    """Whether its button carried a hash: the payload was too long for Telegram."""
    return pressed.payload is not None and _SHORT.fullmatch(pressed.payload) is not None


def meant(pressed: Message, shown: Message | None) -> Message:
    """Return a press whose button carried a hash with what it stands for, found among the buttons of what was shown.

    One that is not found is what the button said, as if it were typed.
    """
    buttons = shown.buttons if shown is not None else ()
    button = next((button for button in buttons if carried(button.payload) == pressed.payload), None)
    if button is None:
        return replace(pressed, payload=None)
    return replace(pressed, payload=button.payload, text=button.title)


def read(query: Fields, account: Account, now: datetime) -> Message | None:
    """Return a pressed button as a message; None for buttons that are not ours. Telegram tells no time of a press."""
    shown = query.get("message")
    where = origin(shown["chat"], query["from"]) if shown and "data" in query else None
    if shown is None or where is None:
        return None
    carried_back = str(query["data"])
    payload = carried_back if _SHORT.fullmatch(carried_back) else pressed(carried_back)
    press = {"query": str(query["id"]), "chat": where.chat_id, "message": number(shown["message_id"])}
    return Message(
        id=account.name(f"press{query['id']}"[:64]),
        conversation_id=where.conversation_id,
        author=Author.CUSTOMER,
        text=_title(shown, carried_back),
        sent_at=now,
        language=where.language,
        name=where.name,
        payload=payload,
        quotes=account.message_id(where.chat_id, number(shown["message_id"])),
        data={"pressed": press, **({} if where.is_private else _place(shown))},
    )


def _title(shown: Fields, carried_back: str) -> str:
    """Return what the button says; a message too old to be told has lost its buttons."""
    rows = (shown.get("reply_markup") or {}).get("inline_keyboard") or ()
    titles = [str(button["text"]) for row in rows for button in row if button.get("callback_data") == carried_back]
    return titles[0] if titles else carried_back


def _place(shown: Fields) -> dict[str, Any]:
    """Return what to quote in a group, the person's own message, and the topic."""
    told = {
        "quote": (shown.get("reply_to_message") or {}).get("message_id"),
        "topic": shown.get("message_thread_id") if shown.get("is_topic_message") else None,
    }
    return {name: number(value) for name, value in told.items() if value is not None}


def row(button: Button, title: str) -> list[dict[str, str]]:
    """Return a button as a row of an inline keyboard."""
    return [{"text": title, "callback_data": carried(button.payload)}]


class Thanks:
    """Tells Telegram that presses were heard: the button stops waiting, and its keyboard goes. Nothing hangs on it."""

    def __init__(self, api: BotApi) -> None:
        """Nothing is told yet."""
        self._api = api
        self._under_way: set[asyncio.Task[None]] = set()

    def give(self, arrivals: Iterable[Arrival]) -> None:
        """Begin to say so for every press among them."""
        for arrival in arrivals:
            if isinstance(arrival, Arrived) and "pressed" in arrival.message.data:
                task = asyncio.create_task(self._thank(arrival.message))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def _thank(self, message: Message) -> None:
        pressed = message.data["pressed"]
        shown = {"chat_id": pressed["chat"], "message_id": pressed["message"]}
        await self._try(message, "answerCallbackQuery", callback_query_id=pressed["query"])
        await self._try(message, "editMessageReplyMarkup", **shown, reply_markup={"inline_keyboard": []})

    async def _try(self, message: Message, method: str, **fields: Any) -> None:
        try:
            await self._api.call(method, **fields)
        except ParleyError as error:
            _log.info("telegram.press.not_thanked", message=message.id, method=method, fault=str(error))
