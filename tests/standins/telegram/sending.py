"""What a bot sends: texts, files, keyboards, each checked as the real server checks it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from tests.standins.clock import Clock
from tests.standins.forms import Upload
from tests.standins.rates import Buckets
from tests.standins.record import Record, Sent
from tests.standins.telegram.chats import Chat, Chats
from tests.standins.telegram.files import File, Files, check_upload
from tests.standins.telegram.keyboards import keyboard
from tests.standins.telegram.markup import parsed, units
from tests.standins.telegram.params import Params
from tests.standins.telegram.refusals import bad, too_many

_LONGEST_TEXT = 4096
_LONGEST_CAPTION = 1024
_LONGEST_NOTICE = 200
_ACTIONS = {
    "typing",
    "choose_sticker",
    "find_location",
    *("upload_" + what for what in ("photo", "video", "voice", "audio", "document", "video_note")),
    *("record_" + what for what in ("video", "voice", "audio", "video_note")),
}
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
Fields = dict[str, Any]
Method = Callable[[Params], Awaitable[Any]]


@dataclass
class Sending:
    """The sending methods of one bot."""

    me: Fields
    chats: Chats
    files: Files
    clock: Clock
    record: Record
    per_chat: Buckets
    overall: Buckets
    per_group: Buckets
    query_life: timedelta = timedelta(seconds=15)
    """How long after a press answerCallbackQuery is taken; the real server's patience is about this."""

    def methods(self) -> dict[str, Method]:
        """Return the methods by lower-case name."""
        kinds = ("photo", "document", "voice", "video", "audio", "sticker", "animation")
        files = {f"send{kind}": self._sender(kind) for kind in kinds}
        return files | {
            "sendmessage": self.message,
            "sendchataction": self.action,
            "answercallbackquery": self.answer,
            "editmessagereplymarkup": self.edit_keyboard,
        }

    async def message(self, params: Params) -> Fields:
        """sendMessage."""
        if not params.text("text"):
            raise bad("message text is empty")
        text, entities = parsed(params.text("text"), params.text("parse_mode"))
        chat = self._chat(params)
        if not text.strip():
            raise bad("text must be non-empty")
        if units(text) > _LONGEST_TEXT:
            raise bad("message is too long")
        shown: Fields = {"text": text.strip()}
        if entities := entities or params.structure("entities") or []:
            shown["entities"] = entities
        return self._send(chat, "text", shown["text"], shown, params)

    def _sender(self, kind: str) -> Method:
        async def send(params: Params) -> Fields:
            chat = self._chat(params)
            caption, entities = parsed(params.text("caption"), params.text("parse_mode"))
            if units(caption) > _LONGEST_CAPTION:
                raise bad("message caption is too long")
            file = await self._file(kind, params)
            described = {**file.fields, "mime_type": file.mime_type, "file_name": file.name}
            shown: Fields = {kind: [described | _SQUARE] if kind == "photo" else described}
            if caption:
                shown["caption"] = caption
            if entities:
                shown["caption_entities"] = entities
            return self._send(chat, kind, caption, shown, params)

        return send

    async def _file(self, kind: str, params: Params) -> File:
        named = params.text(kind).removeprefix("attach://")
        upload = params.files.get(kind) or params.files.get(named)
        if upload is None and named.startswith(("http://", "https://")):
            upload = await _fetch(named, kind)
        if upload is not None:
            check_upload(upload, kind)
            return self.files.store(upload)
        if not named:
            raise bad(f"there is no {kind} in the request")
        return self.files.find(named)

    def _chat(self, params: Params) -> Chat:
        chat = self.chats.find(params.text("chat_id"))
        chat.check_writable()
        return chat

    def _send(self, chat: Chat, kind: str, text: str, shown: Fields, params: Params) -> Fields:
        markup = keyboard(params.structure("reply_markup"))
        if markup:
            shown["reply_markup"] = markup
        if quoted := self._quoted(chat, params):
            shown["reply_to_message"] = quoted
        self._pace(chat)
        message = self.chats.keep(chat, {"from": self.me, **shown}, self.clock.now())
        number = str(message["message_id"])
        self.record.add(Sent(self.clock.now(), str(chat.id), number, kind, text, message))
        return message

    def _quoted(self, chat: Chat, params: Params) -> Fields | None:
        reply = params.structure("reply_parameters") or {"message_id": params.number("reply_to_message_id")}
        quoted = chat.messages.get(int(reply.get("message_id") or 0))
        forgiving = reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
        forgiving = forgiving and not params.number("message_thread_id")  # in a topic the quoted message must be there
        if quoted is None and reply.get("message_id") and not forgiving:
            raise bad("message to be replied not found")
        return quoted and {name: value for name, value in quoted.items() if name != "reply_to_message"}

    def _pace(self, chat: Chat) -> None:
        """Count a message, or refuse it. Groups have 20 a minute instead of one a second."""
        now, key = self.clock.now(), str(chat.id)
        lanes = [(self.overall, ""), (self.per_chat if chat.kind == "private" else self.per_group, key)]
        wait = max(bucket.wait(lane, now) for bucket, lane in lanes)
        if wait > 0:
            raise too_many(wait)
        for bucket, lane in lanes:
            bucket.take(lane, now)

    async def action(self, params: Params) -> bool:
        """sendChatAction."""
        self._chat(params)
        if params.text("action").lower() not in _ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    async def answer(self, params: Params) -> bool:
        """answerCallbackQuery."""
        query = self.chats.queries.get(params.text("callback_query_id"))
        if query is None or self.clock.now() - query.at > self.query_life:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if units(params.text("text")) > _LONGEST_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        return True

    async def edit_keyboard(self, params: Params) -> Fields:
        """editMessageReplyMarkup."""
        message = self._chat(params).messages.get(params.number("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.get("from", {}).get("id") != self.me["id"]:
            raise bad("message can't be edited")
        markup = keyboard(params.structure("reply_markup"))
        if markup and not markup["inline_keyboard"]:
            markup = None
        if message.get("reply_markup") == markup:
            raise bad(_SAME)
        message.pop("reply_markup", None)
        message.update({"reply_markup": markup} if markup else {}, edit_date=self.clock.timestamp())
        return message


_SQUARE = {"width": 320, "height": 320}


async def _fetch(url: str, kind: str) -> Upload:
    """Return what the provider would fetch itself from a URL."""
    try:
        async with aiohttp.ClientSession() as http, http.get(url, timeout=aiohttp.ClientTimeout(total=5)) as answer:
            if answer.status != 200:
                raise bad("failed to get HTTP URL content")
            content, mime_type = await answer.read(), answer.content_type
    except (aiohttp.ClientError, TimeoutError):
        raise bad("failed to get HTTP URL content") from None
    if kind == "photo" and not mime_type.startswith("image/"):
        raise bad("wrong type of the web page content")
    return Upload(url.rsplit("/", 1)[-1], mime_type, content)
