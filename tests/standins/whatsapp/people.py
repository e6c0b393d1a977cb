"""Customers on WhatsApp: each deed becomes the webhook Meta would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standins.record import Sent
from tests.standins.whatsapp.persons import Person

if TYPE_CHECKING:
    from tests.standins.whatsapp.server import WhatsApp

Fields = dict[str, Any]
_UNKNOWN = {
    "code": 131051,
    "title": "Message type unknown",
    "message": "Message type unknown",
    "error_data": {"details": "Message type is currently not supported."},
}


class Customer:
    """Says things and hears what the business sends."""

    def __init__(self, whatsapp: WhatsApp, person: Person) -> None:
        self.whatsapp, self.person = whatsapp, person

    @property
    def address(self) -> str:
        """Return the number, or the user id where the number is hidden."""
        return self.person.address

    @property
    def heard(self) -> list[str]:
        """Return the texts that reached this customer, in order."""
        return [sent.text for sent in self.whatsapp.record.to(self.address)]

    @property
    def last(self) -> Sent:
        """Return the latest message that reached this customer."""
        return self.whatsapp.record.to(self.address)[-1]

    def hears(self, count: int = 1, seconds: float = 60) -> list[str]:
        """Return the texts once there are `count` of them, or those there are when time is up."""
        self.whatsapp.record.wait(lambda: len(self.heard) >= count, seconds)
        return self.heard

    def says(self, kind: str, content: Any, **more: Any) -> str:
        """Send a message of this type and return its id."""
        return self.whatsapp.run(self._say(kind, {kind: content} if content is not None else {}, more))

    async def _say(self, kind: str, content: Fields, more: Fields) -> str:
        whatsapp, person = self.whatsapp, self.person
        id = whatsapp.sending.new_id(person)
        message = person.named("from", "from_user_id") | {"id": id, "timestamp": str(whatsapp.clock.timestamp())}
        person.heard_at = whatsapp.clock.now()
        whatsapp.sending.incoming_ids.add(id)
        whatsapp.sending.outgoing.message_ids.add(id)
        whatsapp.webhooks.message(person, message | more | {"type": kind} | content)
        return id

    def writes(self, text: str, **more: Any) -> str:
        """Send a text."""
        return self.says("text", {"body": text}, **more)

    def quotes(self, message_id: str, text: str) -> str:
        """Reply to a message of the business."""
        return self.writes(text, context={"from": self.whatsapp.business.number, "id": message_id})

    def forwards(self, text: str) -> str:
        """Forward a text."""
        return self.writes(text, context={"forwarded": True})

    def writes_in_group(self, group_id: str, text: str) -> str:
        """Send a text to a group the business is in."""
        return self.writes(text, group_id=group_id)

    def comes_from_ad(self, text: str = "Is this still available?") -> str:
        """Write from an ad that opens WhatsApp."""
        ad = {"source_url": "https://fb.me/3cr4Wqqkv", "source_id": "120226305854810726", "source_type": "ad"}
        return self.writes(
            text, referral=ad | {"headline": "Chat with us", "body": "Spring sale", "media_type": "image"}
        )

    def sends_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "") -> str:
        """Send a photo."""
        return self._sends("image", content, "image/jpeg", **_captioned(caption))

    def sends_voice(self, content: bytes = b"OggS") -> str:
        """Record a voice note."""
        return self._sends("audio", content, "audio/ogg; codecs=opus", voice=True)

    def sends_video(self, content: bytes = b"\x00\x00\x00\x18ftyp", caption: str = "") -> str:
        """Send a video."""
        return self._sends("video", content, "video/mp4", **_captioned(caption))

    def sends_document(
        self, name: str = "receipt.pdf", content: bytes = b"%PDF-1.4", caption: str = "", size: int = 0
    ) -> str:
        """Send a file; `size` claims more than there is."""
        return self._sends("document", content, "application/pdf", size, filename=name, **_captioned(caption))

    def sends_sticker(self, content: bytes = b"RIFF") -> str:
        """Send a sticker."""
        return self._sends("sticker", content, "image/webp", animated=False)

    def _sends(self, kind: str, content: bytes, mime_type: str, size: int = 0, **more: Any) -> str:
        media = self.whatsapp.library.receive(content, mime_type, self.whatsapp.clock.now(), size)
        return self.says(kind, media.fields | more)

    def shares_location(self, latitude: float = 59.3326, longitude: float = 18.0649, name: str = "") -> str:
        """Share a place."""
        named = {"name": name, "address": "Kungsgatan 1"} if name else {}
        return self.says("location", {"latitude": latitude, "longitude": longitude, **named})

    def shares_contact(self, phone: str = "+46 70 174 06 30", name: str = "Bo Ek") -> str:
        """Share somebody's card."""
        digits = "".join(filter(str.isdigit, phone))
        phones = [{"phone": phone, "wa_id": digits, "type": "CELL"}]
        return self.says(
            "contacts", [{"name": {"formatted_name": name, "first_name": name.split()[0]}, "phones": phones}]
        )

    def reacts(self, message_id: str, emoji: str = "👍") -> str:
        """React to a message; with no emoji, take the reaction back."""
        return self.says("reaction", {"message_id": message_id} | ({"emoji": emoji} if emoji else {}))

    def presses(self, title: str) -> str:
        """Press the reply button or list row of this title, the latest there is."""
        sent, kind, pressed = self._pressable(title)
        context = {"from": self.whatsapp.business.number, "id": sent.id}
        return self.says("interactive", {"type": kind, kind: pressed}, context=context)

    def _pressable(self, title: str) -> tuple[Sent, str, Fields]:
        for sent in reversed(self.whatsapp.record.to(self.address)):
            action = sent.body.get("interactive", {}).get("action", {})
            replies = [("button_reply", button["reply"]) for button in action.get("buttons", [])]
            rows = [("list_reply", row) for part in action.get("sections", []) for row in part["rows"]]
            for kind, offer in replies + rows:
                if offer["title"] == title:
                    return sent, kind, offer
        raise AssertionError(f"nothing to press called {title!r}")

    def taps_template(self, text: str, payload: str, of: str = "wamid.template") -> str:
        """Tap a quick reply of a template."""
        context = {"from": self.whatsapp.business.number, "id": of}
        return self.says("button", {"payload": payload, "text": text}, context=context)

    def orders(self, product: str = "trail-42", text: str = "") -> str:
        """Order from the catalogue."""
        item = {"product_retailer_id": product, "quantity": 1, "item_price": 899, "currency": "SEK"}
        return self.says("order", {"catalog_id": "194836987003835", "text": text, "product_items": [item]})

    def sends_unsupported(self, what: str = "poll") -> str:
        """Send something the Cloud API does not pass on; "edit" is an edited message."""
        return self.whatsapp.run(self._say("unsupported", {"errors": [_UNKNOWN], "unsupported": {"type": what}}, {}))

    def changes_number(self, number: str) -> str:
        """Move to another number; system messages have no contacts."""
        return self.whatsapp.run(self._change_number(number))

    async def _change_number(self, number: str) -> str:
        person, whatsapp = self.person, self.whatsapp
        id = whatsapp.sending.new_id(person)
        said = f"User {person.name} changed from {person.number} to {number}"
        system = {"body": said, "wa_id": number, "type": "user_changed_number"}
        message = {"from": person.number, "id": id, "timestamp": str(whatsapp.clock.timestamp())}
        whatsapp.webhooks.tell(person.address, messages=[message | {"type": "system", "system": system}])
        person.number = number
        return id

    def reads(self, message_id: str) -> None:
        """Open the chat: the business hears that this message was read."""
        self.whatsapp.report(message_id, "read")

    def blocks(self) -> None:
        """Stop receiving: what is sent is accepted and fails with 131026."""
        self.person.is_unreachable = True


def _captioned(caption: str) -> Fields:
    return {"caption": caption} if caption else {}
