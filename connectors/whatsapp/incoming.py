"""One item of a webhook as a message of ours: who, where, when; connectors.whatsapp.kinds says what."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.settings import settings
from connectors.arrivals import LIKELY, Arrival, Arrived, Echoed, Noted
from connectors.keys import fitting
from connectors.whatsapp.countries import likely_language
from connectors.whatsapp.kinds import Odd, Said, read
from connectors.whatsapp.settings import CHANNEL
from support.messages import Author, ConversationId, Message, conversation

Fields = dict[str, Any]

_PERSON = re.compile(r"[A-Za-z0-9.]{3,140}")
"""A phone number's digits, or a business-scoped user id (SE.1349...) of somebody who hides theirs."""


@dataclass(frozen=True, slots=True)
class Line:
    """The phone number a webhook is about, by Meta's id, and the names of the people in it."""

    number: str
    names: dict[str, str]

    @classmethod
    def of(cls, value: Fields) -> "Line":
        """Return a webhook value's line."""
        return cls(value["metadata"]["phone_number_id"], _names(value.get("contacts")))

    def message_id(self, id: Any) -> str:
        """Return our id for Meta's. Raises: Odd."""
        if not isinstance(id, str) or not id:
            raise Odd("it has no id")
        return f"{CHANNEL}:{self.number}:{fitting(id)}"

    def conversation_with(self, person: str) -> ConversationId:
        """Return the conversation of this number with a person."""
        return conversation(CHANNEL, f"{self.number}.{person}")


def _names(contacts: Any) -> dict[str, str]:
    """Return profile names by phone number and by user id; whatever is odd there is no reason to lose a message."""
    names: dict[str, str] = {}
    for contact in contacts if isinstance(contacts, list) else ():
        profile = contact.get("profile") if isinstance(contact, dict) else None
        name = profile.get("name") if isinstance(profile, dict) else None
        if isinstance(name, str) and name:
            names |= {str(contact[key]): name for key in ("wa_id", "user_id") if contact.get(key)}
    return names


def moment(item: Fields) -> datetime:
    """Return when it happened: Meta tells whole seconds; where it tells nothing, now."""
    stamp = item.get("timestamp")
    return datetime.now(UTC) if stamp is None else datetime.fromtimestamp(int(stamp), UTC)


def said(item: Fields, line: Line) -> tuple[Arrival, bool]:
    """Return what a customer did, and whether it is of a type we know."""
    if item.get("group_id"):
        raise Odd("said in a group; this channel talks with one customer at a time")
    person = _person(item, "from", "from_user_id")
    what = read(item)
    message = _message(item, line, person, what, Author.CUSTOMER)
    return (Noted if what.is_aside else Arrived)(message=message), what.is_known


def echoed(item: Fields, line: Line) -> Echoed:
    """Return what a person of ours wrote in the phone app."""
    person = _person(item, "to", "to_user_id")
    return Echoed(message=_message(item, line, person, read(item), Author.AGENT))


def _person(item: Fields, number: str, user_id: str) -> str:
    """Return the number, or the user id where the number is hidden."""
    person = item.get(number) or item[user_id]
    if not isinstance(person, str) or not _PERSON.fullmatch(person):
        raise Odd("it is from nobody")
    return person


def _message(item: Fields, line: Line, person: str, what: Said, author: Author) -> Message:
    language = _language(person) if author is Author.CUSTOMER else None
    return Message(
        id=line.message_id(item["id"]),
        conversation_id=line.conversation_with(person),
        author=author,
        text=what.text,
        sent_at=moment(item),
        language=language,
        name=line.names.get(person) if author is Author.CUSTOMER else None,
        payload=what.payload,
        kind=what.kind,
        quotes=line.message_id(what.quotes) if what.quotes else None,
        attachments=what.attachments,
        data={**what.data, **(_besides(person, language) if author is Author.CUSTOMER else {})},
    )


def _language(person: str) -> str | None:
    """Return a language of ours that they are likely to speak: WhatsApp tells none."""
    likely = likely_language(person)
    return likely if likely in settings().languages else None


def _besides(person: str, language: str | None) -> Fields:
    """Return that the language is a mere guess, and what WhatsApp vouches for: a number that is not hidden."""
    verified = {"verified": {"phone": f"+{person}"}} if person.isdigit() else {}
    return verified | ({LIKELY: True} if language else {})
