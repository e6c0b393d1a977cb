"""What is answered to a message without words: a picture, a place, a voice nobody wrote down."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile

from app.texts import texts
from support.messages import Author, Button, Kind, MediaKind, Message

_WORDLESS = {Kind.LOCATION, Kind.CONTACT, Kind.UNSUPPORTED}
"""Their text is ours: what a person should read of them."""

ALBUM = 20
"""Messages to look back at: an album has ten pictures, and may be talked into."""


def needs_a_listener(message: Message) -> bool:
    """Whether there is nothing but a voice, which a person has to hear."""
    return not message.text and any(file.kind is MediaKind.VOICE for file in message.attachments)


def is_beyond(message: Message) -> bool:
    """Whether there are no words of the customer's to answer."""
    return not message.text.strip() or message.kind in _WORDLESS


def is_of_an_album(message: Message, latest: Sequence[Message]) -> bool:
    """Whether it came with pictures before it, as `data["album"]` says: the first of them was answered for all."""
    album = message.data.get("album")
    before = takewhile(lambda other: other.id != message.id, latest)
    return album is not None and any(other.data.get("album") == album for other in before)


def reply(message: Message, language: str) -> Message:
    """Return what to say to it: that a person will listen, or that words are needed."""
    own = texts(language)
    is_voice = needs_a_listener(message)
    return Message(
        id="",  # given when it is posted
        conversation_id=message.conversation_id,
        author=Author.BOT,
        text=own.get("bot", "voice_handover" if is_voice else "only_text"),
        sent_at=datetime.now(UTC),
        language=own.language,
        buttons=() if is_voice else (Button(title=own.get("bot", "talk_to_person"), payload="ask_human"),),
    )
