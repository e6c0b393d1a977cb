"""What a message says, type by type. Shapes: Meta's Webhooks reference, `messages` and `smb_message_echoes`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.payloads import pressed
from support.messages import Attachment, Kind, MediaKind

Fields = dict[str, Any]

_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_ORDERED = ("quantity", "product_retailer_id", "item_price", "currency")


class Odd(ValueError):
    """An item we cannot take; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The part of a message that depends on its type; `is_aside` is nothing to answer."""

    text: str = ""
    kind: Kind = Kind.TEXT
    payload: str | None = None
    quotes: str | None = None
    attachments: tuple[Attachment, ...] = ()
    data: Fields = field(default_factory=dict)
    is_aside: bool = False
    is_known: bool = True


def read(item: Fields) -> Said:
    """Return what it says. Raises: Odd, KeyError, TypeError, ValueError when it is not shaped as its type is."""
    return _in_context(item, _READERS.get(item["type"], _new)(item))


def _in_context(item: Fields, said: Said) -> Said:
    """Add what it answers, and where it came from: forwarded, from an ad."""
    context = item.get("context")
    context = context if isinstance(context, dict) else {}
    marks = [name for name in ("forwarded", "frequently_forwarded") if context.get(name)]
    more = dict.fromkeys(marks, True) | ({"referral": item["referral"]} if item.get("referral") else {})
    quotes = context.get("id") if isinstance(context.get("id"), str) else None
    return replace(said, quotes=said.quotes or quotes, data={**said.data, **more})


def _string(text: Any) -> str:
    if not isinstance(text, str):
        raise Odd("there is no text where text should be")
    return text


def _text(item: Fields) -> Said:
    return Said(text=_string(item["text"]["body"]))


def _interactive(item: Fields) -> Said:
    reply = item["interactive"]
    if reply["type"] == "nfm_reply":
        form = reply["nfm_reply"]
        return Said(text="(a form)", kind=Kind.UNSUPPORTED, data={"form": form["response_json"]})
    chosen = reply[reply["type"]]
    title, whole = _string(chosen["title"]), chosen.get("description")
    # A list's row is 24 characters; what we had to shorten stands in full below it.
    text = whole if title.endswith("…") and isinstance(whole, str) else title
    return Said(text=text, payload=pressed(chosen.get("id")))


def _button(item: Fields) -> Said:
    return Said(text=_string(item["button"]["text"]), payload=pressed(item["button"].get("payload")))


def _media(kind: MediaKind) -> Callable[[Fields], Said]:
    def media(item: Fields) -> Said:
        fields = item[item["type"]]
        is_voice = kind is MediaKind.AUDIO and fields.get("voice") is True
        file = Attachment(
            kind=MediaKind.VOICE if is_voice else kind,
            source=_file_id(fields["id"]),
            media_type=_string(fields.get("mime_type") or ""),
            name=_string(fields.get("filename") or "") or None,
        )
        return Said(text=_string(fields.get("caption") or ""), kind=Kind.MEDIA, attachments=(file,))

    return media


def _file_id(id: Any) -> str:
    """Return Meta's id of a file; it becomes a path that our token is sent to, so nothing else will do."""
    if not _FILE_ID.fullmatch(_string(id)):
        raise Odd("the file has no id")
    return str(id)


def _location(item: Fields) -> Said:
    place = item["location"]
    latitude, longitude = float(place["latitude"]), float(place["longitude"])
    named = [str(place[name]) for name in ("name", "address") if place.get(name)]
    text = ", ".join([*named, f"{latitude:g}, {longitude:g}"])
    return Said(text=text, kind=Kind.LOCATION, data={"latitude": latitude, "longitude": longitude})


def _contacts(item: Fields) -> Said:
    cards = item["contacts"]
    phones = [phone for card in cards for phone in card.get("phones") or ()]
    names = [str((card.get("name") or {}).get("formatted_name") or "") for card in cards]
    numbers = [str(phone["phone"]) for phone in phones if phone.get("phone")]
    is_asked_for = str(item.get("origin", "")).startswith("contact_request")  # we asked for their own number
    numbered = phones[0].get("wa_id") if phones else None
    is_own = is_asked_for or (numbered is not None and numbered == item.get("from"))
    return Said(
        text=", ".join(filter(None, [*names, *numbers])),
        kind=Kind.CONTACT,
        data={"phone": numbers[0] if numbers else None, "is_own": is_own, "contacts": cards},
    )


def _reaction(item: Fields) -> Said:
    reaction = item["reaction"]
    emoji = reaction.get("emoji")
    text = emoji if isinstance(emoji, str) and emoji else "(took the reaction back)"
    return Said(text=text, kind=Kind.REACTION, quotes=_string(reaction["message_id"]), is_aside=True)


def _edit(item: Fields) -> Said:
    """A changed text or caption: read by people, not answered anew."""
    edit = item["edit"]
    changed = edit["message"][edit["message"]["type"]]
    text = _string(changed.get("body") or changed.get("caption") or "")
    return Said(text=text, kind=Kind.EDIT, quotes=_string(edit["original_message_id"]), is_aside=True)


def _revoke(item: Fields) -> Said:
    original = _string(item["revoke"]["original_message_id"])
    return Said(text="(deleted the message)", kind=Kind.EDIT, quotes=original, is_aside=True)


def _order(item: Fields) -> Said:
    order = item["order"]
    lines = [" ".join(str(product[name]) for name in _ORDERED) for product in order["product_items"]]
    text = "\n".join(filter(None, [*lines, order.get("text")]))
    return Said(text=text, kind=Kind.UNSUPPORTED, data={"order": order})


def _system(item: Fields) -> Said:
    """News from WhatsApp itself, such as a customer's new number: for people to read."""
    body = _string(item["system"].get("body") or f"({item['system'].get('type')})")
    return Said(text=body, kind=Kind.UNSUPPORTED, data={"system": item["system"]}, is_aside=True)


def _unsupported(item: Fields) -> Said:
    """What WhatsApp does not pass on: a poll, a view-once photo; or that a text was changed, but not to what."""
    kind = (item.get("unsupported") or {}).get("type") or "something WhatsApp does not pass on"
    if kind == "edit":
        return Said(text="(changed a message; WhatsApp does not say to what)", kind=Kind.EDIT, is_aside=True)
    return Said(text=f"({kind})", kind=Kind.UNSUPPORTED, data={"errors": item.get("errors")})


def _welcome(_item: Fields) -> Said:
    return Said(text="(opened the chat)", kind=Kind.UNSUPPORTED, is_aside=True)


def _new(item: Fields) -> Said:
    """A type from after our time: the customer is told that words are needed."""
    return Said(text=f"({_string(item['type'])})", kind=Kind.UNSUPPORTED, is_known=False)


_READERS: dict[str, Callable[[Fields], Said]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    "image": _media(MediaKind.IMAGE),
    "audio": _media(MediaKind.AUDIO),
    "video": _media(MediaKind.VIDEO),
    "document": _media(MediaKind.DOCUMENT),
    "sticker": _media(MediaKind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "order": _order,
    "system": _system,
    "unsupported": _unsupported,
    "request_welcome": _welcome,
}
