"""What a message holds: files, a place, a contact, or something we can only name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from connectors.telegram.origins import Fields
from support.messages import Attachment, Kind, MediaKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`text` is ours, for a person to read, where the customer wrote none."""

    kind: Kind
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


def content(message: Fields) -> Content | None:
    """Return what it holds besides words; None when there is nothing for us in it: people came, left, pinned.

    Raises: LookupError for what Telegram has invented since.
    """
    for name, read in _READERS.items():
        if name in message:
            return read(message)
    if "text" in message:
        return Content(kind=Kind.TEXT)
    if any(name in message for name in _UNSUPPORTED):
        return _named(message)
    if any(name in _SERVICE or name.startswith(_SERVICE_BEGINNINGS) for name in message):
        return None
    raise LookupError(f"a message of an unknown kind: {', '.join(sorted(message))}"[:500])


def _file(kind: MediaKind, name: str, media_type: str = "") -> Callable[[Fields], Content]:
    def read(message: Fields) -> Content:
        found = message[name]
        if isinstance(found, list):  # a photo in several sizes, the largest last
            found = found[-1]
        return Content(kind=Kind.MEDIA, attachments=(_attachment(kind, found, media_type),))

    return read


def _attachment(kind: MediaKind, found: Fields, media_type: str) -> Attachment:
    size = found.get("file_size")
    return Attachment(
        kind=kind,
        source=str(found["file_id"]),
        media_type=str(found.get("mime_type") or media_type),
        name=found.get("file_name"),
        size=size if isinstance(size, int) else None,
    )


def _sticker(message: Fields) -> Content:
    sticker = message["sticker"]
    moving = "application/x-tgsticker" if sticker.get("is_animated") else "video/webm"
    is_still = not (sticker.get("is_animated") or sticker.get("is_video"))
    file = _attachment(MediaKind.STICKER, sticker, "image/webp" if is_still else moving)
    return Content(kind=Kind.MEDIA, attachments=(file,), data={"emoji": sticker.get("emoji")})


def _location(message: Fields) -> Content:
    place = _place(message["location"])
    return Content(kind=Kind.LOCATION, text="{latitude}, {longitude}".format_map(place), data=place)


def _venue(message: Fields) -> Content:
    venue = message["venue"]
    place = _place(venue["location"])
    named = ", ".join(str(venue[key]) for key in ("title", "address") if venue.get(key))
    return Content(kind=Kind.LOCATION, text="{0} ({latitude}, {longitude})".format(named, **place), data=place)


def _place(location: Fields) -> dict[str, float]:
    return {key: float(location[key]) for key in ("latitude", "longitude")}


def _contact(message: Fields) -> Content:
    contact = message["contact"]
    phone = "+" + "".join(filter(str.isdecimal, str(contact["phone_number"])))  # it comes with and without +
    name = " ".join(str(contact[key]) for key in ("first_name", "last_name") if contact.get(key))
    # Telegram sets user_id for any contact it knows; only the sender's own is proof of a number, and only fresh: an
    # old card, passed on, may carry a number that is somebody else's by now.
    is_own = contact.get("user_id") is not None and contact["user_id"] == message["from"]["id"]
    is_own = is_own and "forward_origin" not in message
    verified = {"verified": {"phone": phone}} if is_own else {}
    data = {"phone": phone, "name": name, "is_own": is_own, **verified}
    return Content(kind=Kind.CONTACT, text=f"{name} {phone}".strip(), data=data)


def _named(message: Fields) -> Content:
    name = next(name for name in _UNSUPPORTED if name in message)
    found = message[name] if isinstance(message[name], dict) else {}
    told = (found.get(key) for key in ("question", "title", "emoji", "value", "data"))
    said = " ".join(str(value) for value in told if value is not None)
    return Content(kind=Kind.UNSUPPORTED, text=f"[{name.replace('_', ' ')}] {said}".strip())


_READERS: dict[str, Callable[[Fields], Content]] = {
    "photo": _file(MediaKind.IMAGE, "photo", "image/jpeg"),
    "voice": _file(MediaKind.VOICE, "voice", "audio/ogg"),
    "audio": _file(MediaKind.AUDIO, "audio"),
    "video": _file(MediaKind.VIDEO, "video"),
    "video_note": _file(MediaKind.VIDEO, "video_note", "video/mp4"),
    "animation": _file(MediaKind.VIDEO, "animation"),  # before document, which repeats it
    "document": _file(MediaKind.DOCUMENT, "document"),
    "sticker": _sticker,
    "venue": _venue,  # before location, which repeats it
    "location": _location,
    "contact": _contact,
}

_UNSUPPORTED = ("poll", "dice", "game", "story", "invoice", "checklist", "paid_media", "giveaway", "web_app_data")

_SERVICE = (
    *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo"),
    *("group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message"),
    *("migrate_to_chat_id", "migrate_from_chat_id", "message_auto_delete_timer_changed"),
    *("successful_payment", "refunded_payment", "users_shared", "chat_shared", "connected_website"),
    *("write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set"),
    *("giveaway_created", "giveaway_winners", "giveaway_completed", "gift", "unique_gift"),
)
"""What the app tells of itself; https://core.telegram.org/bots/api#message."""

_SERVICE_BEGINNINGS = ("forum_topic_", "general_forum_topic_", "video_chat_", "checklist_", "suggested_post_")
