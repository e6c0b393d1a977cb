"""Customers, groups and channels on Telegram: each deed becomes the update the provider would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standins.forms import Upload
from tests.standins.telegram.chats import Chat, Fields, Query
from tests.standins.telegram.markup import units
from tests.standins.telegram.rooms import Room

if TYPE_CHECKING:
    from tests.standins.telegram.server import Telegram


class Voice(Room):
    """Somebody who speaks in a room: a customer in private, or a member of a group."""

    def __init__(self, telegram: Telegram, chat: Chat, user: Fields) -> None:
        super().__init__(telegram, chat)
        self.user = user

    def says(self, **content: Any) -> Fields:
        """Send a message with this content and return it."""
        return self.happens("message", {"from": self.user, **content})

    def writes(self, text: str, **more: Any) -> Fields:
        """Send a text; commands and mentions get their entities."""
        return self.says(text=text, **_marked(text), **more)

    def quotes(self, message_id: int, text: str) -> Fields:
        """Reply to a message of this chat."""
        quoted = {key: value for key, value in self.chat.messages[message_id].items() if key != "reply_to_message"}
        return self.writes(text, reply_to_message=quoted)

    def forwards(self, text: str, of: str = "Björn") -> Fields:
        """Forward what somebody hidden said."""
        origin = {"type": "hidden_user", "sender_user_name": of, "date": self.telegram.clock.timestamp() - 60}
        return self.writes(text, forward_origin=origin)

    def edits(self, message_id: int, text: str) -> Fields:
        """Change an earlier text."""
        old = self.chat.messages[message_id]
        new = old | {"text": text, "edit_date": self.telegram.clock.timestamp(), **_marked(text)}
        self.chat.messages[message_id] = new
        self.sends_update("edited_message", new)
        return new

    def sends_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "") -> Fields:
        """Send a photo, in two sizes as the provider makes them."""
        small, large = self._file("s.jpg", "image/jpeg", content[:64]), self._file("photo.jpg", "image/jpeg", content)
        sizes = [{**small, "width": 90, "height": 67}, {**large, "width": 1280, "height": 960}]
        return self.says(photo=sizes, **_captioned(caption))

    def sends_document(
        self, name: str = "receipt.pdf", content: bytes = b"%PDF-1.4", caption: str = "", size: int = 0
    ) -> Fields:
        """Send a file; `size` claims more than there is."""
        document = self._file(name, "application/pdf", content, size)
        return self.says(
            document={**document, "file_name": name, "mime_type": "application/pdf"}, **_captioned(caption)
        )

    def sends_voice(self, content: bytes = b"OggS", seconds: int = 3) -> Fields:
        """Send a voice note."""
        return self.says(
            voice={**self._file("v.oga", "audio/ogg", content), "duration": seconds, "mime_type": "audio/ogg"}
        )

    def sends_video(self, content: bytes = b"\x00\x00\x00\x18ftyp", caption: str = "") -> Fields:
        """Send a video."""
        shape = {"width": 640, "height": 480, "duration": 4, "mime_type": "video/mp4"}
        return self.says(video={**self._file("v.mp4", "video/mp4", content), **shape}, **_captioned(caption))

    def sends_sticker(self, emoji: str = "👍") -> Fields:
        """Send a sticker."""
        shape = {
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": emoji,
        }
        return self.says(sticker={**self._file("s.webp", "image/webp", b"RIFF"), **shape})

    def shares_location(self, latitude: float = 59.3326, longitude: float = 18.0649) -> Fields:
        """Share a place."""
        return self.says(location={"latitude": latitude, "longitude": longitude})

    def shares_contact(self, phone: str = "+46701740605", name: str = "Anna") -> Fields:
        """Share a phone number."""
        return self.says(contact={"phone_number": phone, "first_name": name, "user_id": self.user["id"]})

    def sends_poll(self, question: str = "Which size?") -> Fields:
        """Send a poll."""
        options = [{"text": text, "voter_count": 0} for text in ("S", "M")]
        kind = {"is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
        return self.says(poll={"id": "5443", "question": question, "options": options, "total_voter_count": 0, **kind})

    def reacts(self, message_id: int, emoji: str = "👍") -> None:
        """React to a message; arrives only where allowed_updates asks for it."""
        now = self.telegram.clock.timestamp()
        new = [{"type": "emoji", "emoji": emoji}]
        reaction = {"chat": self.chat.fields, "message_id": message_id, "user": self.user, "date": now}
        self.sends_update("message_reaction", reaction | {"old_reaction": [], "new_reaction": new})

    def presses(self, text: str) -> str:
        """Press the button of this label, the latest there is, and return the query's id."""
        message, button = self._button(text)
        query = {"from": self.user, "message": message, "chat_instance": "-3215435", "data": button["callback_data"]}

        async def press() -> str:
            known = self.telegram.chats.queries
            id = str(4_382_000_000_000_001 + len(known))
            known[id] = Query(id, self.telegram.clock.now())
            self.telegram.updates.add("callback_query", {"id": id, **query}, self.address)
            return id

        return self.telegram.run(press())

    def _button(self, text: str) -> tuple[Fields, Fields]:
        for message in reversed(self.chat.messages.values()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == text and "callback_data" in button:
                        return message, button
        raise AssertionError(f"no button {text!r} in this chat")

    def _file(self, name: str, mime_type: str, content: bytes, size: int = 0) -> dict[str, object]:
        return self.telegram.files.store(Upload(name, mime_type, content), size).fields


class Customer(Voice):
    """A person in a private chat with the bot."""

    def __init__(self, telegram: Telegram, user: Fields) -> None:
        name: Fields = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        super().__init__(telegram, Chat(user["id"], "private", name), user)

    def starts(self, payload: str = "") -> Fields:
        """Press Start, perhaps on a deep link."""
        return self.writes(f"/start {payload}".strip())

    def blocks(self) -> None:
        """Block the bot."""
        self._turn("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self._turn("kicked", "member")

    def _turn(self, old: str, new: str) -> None:
        self.chat.is_blocked = new == "kicked"
        self.sends_update("my_chat_member", _membership(self, self.user, old, new))


class Group(Room):
    """A group with the bot in it. Messages of all members share one chat."""

    def member(self, customer: Customer) -> Voice:
        """Return `customer` speaking in this group."""
        return Voice(self.telegram, self.chat, customer.user)

    def migrates(self, by: Customer) -> Group:
        """Become a supergroup: both chats say so, and the old one takes no more messages."""
        grown = self.telegram.group(self.chat.name["title"])
        self.happens("message", {"from": by.user, "migrate_to_chat_id": grown.chat.id})
        self.chat.moved_to = grown.chat.id
        grown.happens("message", {"from": by.user, "migrate_from_chat_id": self.chat.id})
        return grown


class Channel(Room):
    """A channel: posts have no author."""

    def posts(self, text: str) -> Fields:
        """Publish a post."""
        return self.happens("channel_post", {"sender_chat": self.chat.fields, "text": text})


def _membership(room: Room, user: Fields, old: str, new: str) -> Fields:
    bot, now = room.telegram.me, room.telegram.clock.timestamp()
    until = {"until_date": 0} if new == "kicked" else {}
    states = {"old_chat_member": {"user": bot, "status": old}, "new_chat_member": {"user": bot, "status": new, **until}}
    return {"chat": room.chat.fields, "from": user, "date": now, **states}


def _captioned(caption: str) -> Fields:
    return {"caption": caption} if caption else {}


def _marked(text: str) -> Fields:
    """Return the entities of commands and mentions, offsets in UTF-16 units."""
    entities, place = [], 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind and len(word) > 1:
            entities.append({"type": kind, "offset": place, "length": units(word)})
        place += units(word) + 1
    return {"entities": entities} if entities else {}
