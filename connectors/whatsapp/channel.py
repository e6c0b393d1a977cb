"""WhatsApp as a Rasa input channel: what it sends, fetches and shows."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from app.wiring import books
from connectors.base import DurableChannel
from connectors.keys import fitting
from connectors.pace import Pace
from connectors.sizes import check_size
from connectors.unnamed import unnamed
from connectors.whatsapp.faults import WindowClosed
from connectors.whatsapp.graph import Graph
from connectors.whatsapp.kinds import Odd
from connectors.whatsapp.rendering import Part, parts
from connectors.whatsapp.settings import CHANNEL, WhatsAppSettings, whatsapp
from connectors.whatsapp.template import is_open, template
from connectors.whatsapp.told import is_told, note_told
from support.errors import NotFound, Undeliverable
from support.messages import Attachment, ConversationId, Message, address_of
from support.ports import Books
from support.shelves import Media

_CHAT_SECONDS, _CHAT_BURST = 6.0, 30
"""WhatsApp takes one message in 6 s to one customer, and 45 borrowed at once; some of them are other processes'."""

_NO_TEMPLATE = (
    "the customer has not written for 24 hours, and WhatsApp then only takes an approved template: "
    "set PARLEY_WHATSAPP_TEMPLATE (docs/operating.md, WhatsApp)"
)
_NO_SUCH_TEMPLATE = "132001"


class WhatsApp(DurableChannel):
    """Named in credentials.yml; its settings are PARLEY_WHATSAPP_*."""

    def __init__(self, here: WhatsAppSettings, books: Books) -> None:
        """Nothing is called yet."""
        self._here = here
        self._books = books
        self.graph = Graph(here)
        self.is_open = here.is_open
        self.pace = Pace(
            per_second=here.per_second,
            per_chat_second=1 / _CHAT_SECONDS,
            burst=max(1, int(here.per_second / 2)),  # half a second's worth: the other half may be other processes'
            chat_burst=_CHAT_BURST,
        )

    @classmethod
    def name(cls) -> str:
        """Return the first part of every conversation id here."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WhatsApp":
        """Return the channel. Raises: Misconfigured."""
        return cls(whatsapp(), books())

    def parts(self, message: Message) -> Sequence[Part]:
        """Return the requests a message becomes."""
        return parts(message)

    async def send(self, conversation_id: ConversationId, part: Part, *, key: str) -> str | None:
        """Send a part, in a template where free text is not taken; Meta gives `key` back with every status."""
        if await asyncio.to_thread(is_told, self._books, key):
            return None
        to = {**_recipient(conversation_id), "biz_opaque_callback_data": key}
        if part.kind == "template":
            return await self._post(conversation_id, to | {"type": part.kind, part.kind: part.content})
        if part.is_late or not await asyncio.to_thread(is_open, self._books, conversation_id, datetime.now(UTC)):
            return await self._send_template(conversation_id, part, to)
        try:
            content = {**part.content, **await self._file(conversation_id, part.file)}
            return await self._post(conversation_id, to | {"type": part.kind, part.kind: content})
        except WindowClosed:
            return await self._send_template(conversation_id, part, to)

    async def _send_template(self, conversation_id: ConversationId, part: Part, to: dict[str, Any]) -> str:
        """Send what is left of the message in one template, and note that the parts behind this one went with it."""
        if not self._here.template:
            raise Undeliverable(_NO_TEMPLATE)
        if not part.rest:
            raise Undeliverable("a file cannot be sent when the customer has not written for 24 hours")
        external_id = await self._send_in_some(conversation_id, part, to)
        await asyncio.to_thread(note_told, self._books, to["biz_opaque_callback_data"], part.after, external_id)
        return external_id

    async def _send_in_some(self, conversation_id: ConversationId, part: Part, to: dict[str, Any]) -> str:
        """Send a template in the customer's language, or in the one there is."""
        send = partial(self._send_in, conversation_id, part.rest, to)
        try:
            return await send(part.language)
        except Undeliverable as error:
            if not str(error).startswith(_NO_SUCH_TEMPLATE) or part.language == self._here.template_language:
                raise
            return await send(self._here.template_language)

    async def _send_in(self, conversation_id: ConversationId, text: str, to: dict[str, Any], language: str) -> str:
        content = template(self._here.template, language, text)
        return await self._post(conversation_id, to | {"type": "template", "template": content})

    async def _post(self, conversation_id: ConversationId, body: dict[str, Any]) -> str:
        answer = await self.graph.post(f"{_line(conversation_id)}/messages", {"messaging_product": CHANNEL, **body})
        try:
            return _name(answer["messages"][0]["id"])
        except (LookupError, TypeError, Odd):
            return unnamed(CHANNEL, body["biz_opaque_callback_data"])

    async def _file(self, conversation_id: ConversationId, file: Attachment | None) -> dict[str, str]:
        """Return how the request names a file: by its link, or by the id Meta gives it."""
        if file is None:
            return {}
        if file.key is None:
            return {"link": file.source}
        kept = await asyncio.to_thread(self._kept, file.key)
        path = f"{_line(conversation_id)}/media"
        return {"id": await self.graph.upload(path, file.name or "file", kept.body, kept.media_type)}

    def _kept(self, key: str) -> Media:
        with self._books.reading() as uow:
            return uow.media.get(key)

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        """Return a customer's file: its link first, which lives five minutes, then what is there."""
        try:
            told = await self.graph.get(file.source)
        except Undeliverable as error:
            raise NotFound(f"WhatsApp has it no more ({error})") from error
        check_size(int(told.get("file_size") or 0))
        return await self.graph.download(told["url"]), str(told.get("mime_type") or file.media_type)

    async def close(self) -> None:
        """Let go of connections."""
        await self.graph.close()

    async def attend(self, message: Message) -> None:
        """Show the two blue ticks and, for up to 25 seconds, that somebody is typing."""
        read = {"status": "read", "message_id": message.id.split(":", 2)[2], "typing_indicator": {"type": "text"}}
        await self.graph.post(f"{_line(message.conversation_id)}/messages", {"messaging_product": CHANNEL, **read})


def _name(id: Any) -> str:
    """Return Meta's id for what it took. Raises: Odd."""
    if not isinstance(id, str) or not id:
        raise Odd("it has no id")
    return fitting(id)


def _line(conversation_id: ConversationId) -> str:
    """Return the id of our phone number in a conversation."""
    return address_of(conversation_id).partition(".")[0]


def _recipient(conversation_id: ConversationId) -> dict[str, str]:
    """Return whom to write to: a number in `to`, somebody who hides theirs by user id in `recipient`."""
    person = address_of(conversation_id).partition(".")[2]
    named = {"to": person} if person.isdigit() else {"recipient": person}
    return {"recipient_type": "individual", **named}
