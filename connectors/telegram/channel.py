"""Telegram as a Rasa input channel: sends, fetches files, and in polling mode also listens."""

import asyncio
from collections.abc import Sequence
from typing import Any

from app.links import absolute
from app.wiring import books
from connectors.base import DurableChannel
from connectors.pace import Pace
from connectors.telegram import ears
from connectors.telegram.api import BotApi, Upload
from connectors.telegram.destinations import destination
from connectors.telegram.origins import Account, number
from connectors.telegram.parts import Part, parts
from connectors.telegram.presses import is_hashed, meant
from connectors.telegram.refusals import Migrated, NothingToQuote
from connectors.telegram.settings import CHANNEL, telegram
from connectors.unnamed import unnamed
from support.errors import NotFound, Undeliverable
from support.messages import Attachment, ConversationId, Message

_UPLOAD_SECONDS = 20.0


class Telegram(DurableChannel):
    """Named in credentials.yml; its settings are PARLEY_TELEGRAM_*."""

    def __init__(self) -> None:
        """Closed without a token. Raises: Misconfigured."""
        here = telegram()
        self.is_open = bool(here.token)
        self.pace = Pace(per_second=30, per_chat_second=1)  # https://core.telegram.org/bots/faq#broadcasting-to-users
        self._moved: dict[int, int] = {}
        if self.is_open:
            self._account = Account(id=here.bot_id)
            self._api = BotApi(here.api, here.token)

    @classmethod
    def name(cls) -> str:
        """Return the first part of every conversation id here."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "Telegram":
        """Return the channel."""
        return cls()

    async def listen(self) -> None:
        """Set the webhook, or fetch updates until cancelled."""
        await ears.listen(self._api, books())

    async def close(self) -> None:
        """Let go of connections."""
        if self.is_open:
            await self._api.close()

    async def run(self, message: Message) -> None:
        """Hand a message to Rasa; a button too long for Telegram carried a hash, looked up here."""
        await super().run(await asyncio.to_thread(_meant, message))

    async def attend(self, message: Message) -> None:
        """Show that the bot is typing."""
        where = await asyncio.to_thread(destination, books(), message.conversation_id, message.id)
        where.pop("reply_parameters", None)
        await self._call("sendChatAction", where | {"action": "typing"})

    def parts(self, message: Message) -> Sequence[Part]:
        """Return the requests it takes."""
        return parts(message)

    async def send(self, conversation_id: ConversationId, part: Part, *, key: str) -> str | None:
        """Send a part; Telegram knows no idempotency key, so one whose answer is lost may come twice."""
        where = await asyncio.to_thread(destination, books(), conversation_id, part.answers)
        fields, upload = await asyncio.to_thread(_with_file, part)
        try:
            sent = await self._call(part.method, where | fields, upload)
        except NothingToQuote:  # in a topic Telegram insists on it
            where.pop("reply_parameters", None)
            sent = await self._call(part.method, where | fields, upload)
        try:
            return self._account.message_id(number(sent["chat"]["id"]), number(sent["message_id"]))
        except (LookupError, TypeError, ValueError):
            return unnamed(CHANNEL, key)

    async def _call(self, method: str, fields: dict[str, Any], upload: Upload | None = None) -> Any:
        """Call a method on a chat, or on the supergroup it has become."""
        chat_id = self._moved.get(fields["chat_id"], fields["chat_id"])
        seconds = _UPLOAD_SECONDS if upload else 10.0
        try:
            return await self._api.call(method, upload=upload, seconds=seconds, **fields | {"chat_id": chat_id})
        except Migrated as error:
            self._moved[fields["chat_id"]] = error.chat_id
            return await self._api.call(method, upload=upload, seconds=seconds, **fields | {"chat_id": error.chat_id})

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a file's content; Telegram's server calls every type the same, so the message's word counts."""
        told = await self._api.call("getFile", file_id=file.source)
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str):
            raise NotFound("Telegram does not say where the file is")
        if path.startswith("/"):  # a Bot API server of one's own, run with --local
            raise Undeliverable("the Bot API server keeps files to itself: run it without --local")
        return await self._api.download(path), file.media_type


def _meant(message: Message) -> Message:
    if not is_hashed(message):
        return message
    with books().reading() as uow:
        shown = uow.outbox.get(message.quotes or "")  # a press quotes the message that its button stands below
    return meant(message, shown.message if shown else None)


def _with_file(part: Part) -> tuple[dict[str, Any], Upload | None]:
    """Return the fields with the file's address, or the file itself from our shelf."""
    file = part.file
    if file is None:
        return part.fields, None
    if file.key is None:
        return {**part.fields, part.kind: absolute(file.source)}, None
    with books().reading() as uow:
        kept = uow.media.get(file.key)
    name = file.name or f"{part.kind}.{kept.media_type.rpartition('/')[2].partition(';')[0] or 'bin'}"
    return part.fields, Upload(field=part.kind, name=name, body=kept.body, media_type=kept.media_type)
