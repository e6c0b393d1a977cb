"""Who is who across channels: met, verified, merged, split. The caller commits."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from desk.handing_over import transcript as of_conversation
from support.contacts import Contact, Identity, introduced, mail_address, phone_number
from support.errors import Conflict, NotFound, Refused
from support.events import ContactsMerged, ContactSplit
from support.messages import ConversationId, Message
from support.ports import UnitOfWork

_ID_DIGITS = 24
"""96 bits: two strangers with one id would read each other's words."""

_NOTHING = (None, None)


def meet(uow: UnitOfWork, message: Message) -> None:
    """Know the sender of a customer's message: one look-up, and a write only when there is news."""
    introduce(uow, message.conversation_id, introduced(message), met_at=message.sent_at)


def introduce(
    uow: UnitOfWork, conversation_id: ConversationId, told: Mapping[str, str | None], *, met_at: datetime
) -> None:
    """Know who holds a conversation, whether they have written or not; `told` is what `Identity.told` takes."""
    known = uow.contacts.identity(conversation_id)
    if known is None and not _add(uow, _stranger(conversation_id, met_at).told(**told)):
        known = uow.contacts.identity(conversation_id)  # met by another process in the same instant
    if known is not None:
        _note(uow, known, known.told(**told))


def verify(
    uow: UnitOfWork, conversation_id: ConversationId, *, phone: str | None = None, email: str | None = None
) -> Contact:
    """Note what was proved to belong to them, and join them with whom it names. Raises: NotFound, Refused."""
    number, address = phone_number(phone or ""), mail_address(email or "")
    if (phone and number is None) or (email and address is None):
        raise Refused(f"{phone or email!r} is neither +countrycode... nor name@domain")
    known = _identity(uow, conversation_id)
    _note(uow, known, known.told(phone=number, email=address))
    return contact_of(uow, conversation_id)


def merge(uow: UnitOfWork, into: str, other: str) -> Contact:
    """Make one of two contacts, as a person decided; lines drawn before are gone. Raises: NotFound, Conflict."""
    if into == other:
        raise Conflict(f"{into} is one contact already")
    uow.contacts.keep_still()
    kept, gone = uow.contacts.get(into), uow.contacts.get(other)
    uow.contacts.move(kept.conversation_ids + gone.conversation_ids, to=kept.id, is_apart=False)
    uow.record(ContactsMerged(contact_id=kept.id, merged=(gone.id,)))
    return uow.contacts.get(kept.id)


def split(uow: UnitOfWork, conversation_id: ConversationId, *, now: datetime) -> Contact:
    """Make an identity a contact of its own, never joined by itself again. Raises: NotFound, Conflict."""
    uow.contacts.keep_still()
    before = contact_of(uow, conversation_id)
    if len(before.identities) == 1:
        raise Conflict(f"{conversation_id} is a contact of its own already")
    contact_id = _digest(f"{conversation_id} {now.isoformat()}")
    uow.contacts.move([conversation_id], to=contact_id, is_apart=True)
    uow.record(ContactSplit(contact_id=before.id, conversation_id=conversation_id, split_off=contact_id))
    return uow.contacts.get(contact_id)


def contact_of(uow: UnitOfWork, conversation_id: ConversationId) -> Contact:
    """Return whose conversation it is. Raises: NotFound."""
    return uow.contacts.get(_identity(uow, conversation_id).contact_id)


def transcript(uow: UnitOfWork, contact: Contact) -> list[Message]:
    """Return every word with them on every channel, in the order it was said."""
    said = [message for id in contact.conversation_ids for message in of_conversation(uow, id)]
    return sorted(said, key=lambda message: message.sent_at)


def whole_transcript(uow: UnitOfWork, conversation_id: ConversationId) -> list[Message]:
    """Return every word with whoever holds this conversation, on every channel; all that is known of strangers."""
    known = uow.contacts.identity(conversation_id)
    return of_conversation(uow, conversation_id) if known is None else transcript(uow, contact_of(uow, conversation_id))


def _identity(uow: UnitOfWork, conversation_id: ConversationId) -> Identity:
    found = uow.contacts.identity(conversation_id)
    if found is None:
        raise NotFound(f"nobody has written in {conversation_id}; `./parley contacts list` shows who has")
    return found


def _stranger(conversation_id: ConversationId, met_at: datetime) -> Identity:
    """Return a new identity; its contact's id is made of its own, so that two who meet it at once make one contact."""
    return Identity(conversation_id=conversation_id, contact_id=_digest(conversation_id), met_at=met_at)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def _add(uow: UnitOfWork, identity: Identity) -> bool:
    if _claims(identity) != _NOTHING:
        uow.contacts.keep_still()
    is_new = uow.contacts.add(identity)
    if is_new:
        _join(uow, identity)
    return is_new


def _note(uow: UnitOfWork, known: Identity, now_known: Identity) -> None:
    if now_known == known:
        return
    is_claiming = _claims(now_known) != _claims(known)
    if is_claiming:
        uow.contacts.keep_still()
    uow.contacts.update(now_known)
    if is_claiming:
        _join(uow, now_known)


def _claims(identity: Identity) -> tuple[str | None, str | None]:
    return identity.phone, identity.email


def _join(uow: UnitOfWork, identity: Identity) -> None:
    """Join the contacts that share a verified number or address; the one met first lends its id."""
    if _claims(identity) == _NOTHING:
        return
    found = [contact for contact in uow.contacts.claiming(identity.phone, identity.email) if contact.may_join]
    if len(found) < 2 or all(contact.id != identity.contact_id for contact in found):
        return
    kept, *gone = sorted(found, key=lambda contact: contact.identities[0].met_at)
    uow.contacts.move([id for contact in gone for id in contact.conversation_ids], to=kept.id, is_apart=False)
    uow.record(ContactsMerged(contact_id=kept.id, merged=tuple(contact.id for contact in gone)))
