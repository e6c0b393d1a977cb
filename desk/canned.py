"""Ready replies: found by their code, filled in for a conversation, written and changed. The caller commits."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk import tokens
from desk.transcripts import contact
from support.canned import Canned, chosen
from support.errors import Conflict, NotAllowed, NotFound, Refused, TooLong
from support.messages import ConversationId, channel_of
from support.ports import UnitOfWork
from support.staff import Account

LONGEST = 4000
"""Characters: as many as a reply has."""

PLACEHOLDERS = (
    "customer.name",
    "customer.email",
    "customer.phone",
    "agent.name",
    "order.number",
    "conversation.channel",
)

_MOST = 1000
"""Of one owner: all of them are looked through at each letter that is typed."""

_CODE = re.compile(r"[^\W_](?:[\w-]{0,30}[^\W_])?")
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]{1,60})\s*\}\}")
_LOOK_BACK = 50
"""Messages in which an order number is looked for, newest first."""

OrderNumber = Callable[[str], str | None]
"""Returns the order number that a text names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A reply as it may be sent; `gaps` are the placeholders that nothing is known for, which stand in it still."""

    canned: Canned
    text: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply as it was written down; a shared one is everybody's."""

    code: str
    language: str
    text: str
    is_shared: bool


def fill(canned: Canned, values: Mapping[str, str]) -> Filled:
    """Put values in the places of placeholders, once: what a customer calls themselves is no placeholder."""
    names = dict.fromkeys(match[1] for match in _PLACEHOLDER.finditer(canned.text))
    text = _PLACEHOLDER.sub(lambda match: values.get(match[1]) or match[0], canned.text)
    return Filled(canned=canned, text=text, gaps=tuple(name for name in names if not values.get(name)))


def find(
    uow: UnitOfWork,
    agent: Account,
    words: str,
    *,
    conversation_id: ConversationId | None,
    default: str,
    order_number: OrderNumber,
) -> list[Filled]:
    """Return the replies with these words in code or text, those whose code begins so first. Raises: NotFound.

    One a code, in the customer's language where it is there in it, else in the `default` one.
    """
    values, language = {"agent.name": agent.name}, default
    if conversation_id is not None:
        language = uow.conversations.get(conversation_id).language or default
        values |= known(uow, conversation_id, order_number)
    folded = _fold(words)
    replies = chosen(uow.canned.of(agent.id), [language, default])
    found = [each for each in replies if folded in _fold(f"{each.code} {each.text}")]
    return [fill(each, values) for each in sorted(found, key=lambda each: not each.code.startswith(folded))]


def known(uow: UnitOfWork, conversation_id: ConversationId, order_number: OrderNumber) -> dict[str, str]:
    """Return what is known of a conversation, by the names of placeholders."""
    row, person = uow.conversations.get(conversation_id), contact(uow, conversation_id)
    identities = person.identities if person else ()
    found = {
        "customer.name": (person.name if person else None) or row.name,
        "customer.email": next((each.email for each in identities if each.email), None),
        "customer.phone": next((each.phone for each in identities if each.phone), None),
        "order.number": _order(uow, conversation_id, order_number),
        "conversation.channel": channel_of(conversation_id),
    }
    return {name: value for name, value in found.items() if value}


def _order(uow: UnitOfWork, conversation_id: ConversationId, order_number: OrderNumber) -> str | None:
    """Return the order that the customer spoke of last, else the one that the bot had asked for."""
    said = uow.inbox.messages(conversation_id, limit=_LOOK_BACK)
    spoken = (order_number(message.text) for message in reversed(said))
    handoff = uow.handoffs.latest(conversation_id)
    slots = (handoff.context.get("slots") or {}) if handoff else {}
    return next(filter(None, spoken), None) or slots.get("order_number")


def listed(uow: UnitOfWork, account: Account) -> list[Canned]:
    """Return everybody's replies and this account's."""
    return uow.canned.of(account.id)


def write(uow: UnitOfWork, draft: Draft, by: Account, *, languages: Sequence[str], now: datetime) -> Canned:
    """Keep a new reply. Raises: Refused, TooLong, NotAllowed, Conflict for a code that is taken."""
    owner = _owner(draft, by)
    if sum(each.owner == owner for each in uow.canned.of(by.id)) >= _MOST:
        raise Conflict(f"there are {_MOST} already; delete one first")
    return _keep(uow, draft, tokens.new_id(), owner, languages, now)


def change(uow: UnitOfWork, id: str, draft: Draft, by: Account, *, languages: Sequence[str], now: datetime) -> Canned:
    """Put what was written in a reply's place. Raises: as `write`, and NotFound for a colleague's own one."""
    mine(uow, id, by)
    return _keep(uow, draft, id, _owner(draft, by), languages, now)


def remove(uow: UnitOfWork, id: str, by: Account) -> None:
    """Delete a reply. Raises: NotFound, NotAllowed."""
    mine(uow, id, by)
    uow.canned.remove(id)


def mine(uow: UnitOfWork, id: str, by: Account) -> Canned:
    """Return a reply that this account may change. Raises: NotFound, NotAllowed."""
    found = uow.canned.get(id)
    if found.owner not in (None, by.id):
        raise NotFound("there is no such ready reply")
    _owner(Draft(code="", language="", text="", is_shared=found.owner is None), by)
    return found


def _owner(draft: Draft, by: Account) -> str | None:
    if draft.is_shared and not by.is_admin:
        raise NotAllowed("replies for everybody are written by admins")
    return None if draft.is_shared else by.id


def _keep(uow: UnitOfWork, draft: Draft, id: str, owner: str | None, languages: Sequence[str], now: datetime) -> Canned:
    if draft.language not in languages:
        raise Refused("choose one of the languages that Parley speaks")
    canned = Canned(
        id=id, code=_code(draft.code), language=draft.language, text=_text(draft.text), owner=owner, changed_at=now
    )
    uow.canned.put(canned)
    return canned


def _code(typed: str) -> str:
    code = _fold(typed).removeprefix("/")
    if not _CODE.fullmatch(code):
        raise Refused("a code has 1 to 32 letters and digits, with - or _ between them")
    return code


def _text(typed: str) -> str:
    text = typed.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("there are no words in it")
    if len(text) > LONGEST:
        raise TooLong(f"that is more than {LONGEST} characters")
    unknown = [match[1] for match in _PLACEHOLDER.finditer(text) if match[1] not in PLACEHOLDERS]
    if unknown:
        raise Refused(f"nothing is known by the name {unknown[0]}; there are {', '.join(PLACEHOLDERS)}")
    return text


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
