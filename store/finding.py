"""Which rows of the list a view shows, in what order, and how words are found."""

import json
from typing import Any

from sqlalchemy import and_, literal, literal_column, or_, select

from store import tables
from store.wording import folded
from support.conversations import Order, View, Wanted
from support.errors import Refused

_ROWS = tables.conversations
_ORDINARY, _WAITING, _DUE = (_ROWS.c.newest,), (_ROWS.c.urgency, _ROWS.c.since), (_ROWS.c.due,)

_BEYOND = 1e12
"""No time in seconds and no urgency is as far out."""

# Literals, as the partial indexes have them: with a parameter in its place a database would not use them.
IS_OPEN = _ROWS.c.urgency.is_not(None)
_IS_WITH_BOT = _ROWS.c.shelf == literal_column("'bot'")
_IS_RESOLVED = _ROWS.c.shelf == literal_column("'resolved'")


def order_of(wanted: Wanted) -> tuple[Any, ...]:
    """Return the columns that a list is sorted by.

    What waits comes most urgent and longest first, or due first where that is wanted; everything else the newest first.
    """
    if wanted.view not in (View.MINE, View.UNASSIGNED, View.ALL):
        return (*_ORDINARY, _ROWS.c.conversation_id)
    return (*(_DUE if wanted.order is Order.DUE else _WAITING), _ROWS.c.conversation_id)


def place_from(after: str, order: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the place in a view's order that a page ended with. Raises: Refused for what is none."""
    try:
        *numbers, conversation_id = json.loads(after)
    except (ValueError, TypeError, RecursionError):
        numbers, conversation_id = [], None
    is_place = len(numbers) == len(order) - 1 and all(map(_is_number, numbers)) and isinstance(conversation_id, str)
    if not is_place or "\0" in conversation_id:
        raise Refused("this list has no such place; begin it anew")
    return tuple(map(literal, (*numbers, conversation_id)))


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < _BEYOND


def conditions(wanted: Wanted) -> list[Any]:
    """Return what the rows must fulfil."""
    return [*_view(wanted), *_filters(wanted), *([_has(wanted.words)] if wanted.words else [])]


def _view(wanted: Wanted) -> list[Any]:
    now = wanted.now.timestamp()
    is_awake = or_(_ROWS.c.snoozed_until.is_(None), _ROWS.c.snoozed_until <= now)
    views: dict[View, list[Any]] = {
        View.MINE: [IS_OPEN, is_awake, _ROWS.c.taken_by == wanted.account_id],
        View.UNASSIGNED: [IS_OPEN, is_awake, _ROWS.c.taken_by.is_(None)],
        View.ALL: [IS_OPEN, is_awake],
        View.SNOOZED: [IS_OPEN, _ROWS.c.snoozed_until > now],
        View.BOT: [_IS_WITH_BOT],
        View.RESOLVED: [_IS_RESOLVED],
    }
    return views[wanted.view]


def _filters(wanted: Wanted) -> list[Any]:
    must_be = {"channel": wanted.channel, "language": wanted.language, "team": wanted.team}
    found = [_ROWS.c[name] == value for name, value in must_be.items() if value is not None]
    if wanted.label is not None:
        found.append(_ROWS.c.labels.contains(f"\n{wanted.label}\n", autoescape=True))
    if wanted.waiting_before is not None:
        found.append(_ROWS.c.waiting_since <= wanted.waiting_before.timestamp())
    return found


def _has(words: tuple[str, ...]) -> Any:
    """Return the condition that all of the words stand in one message, note or name, or one in a number or address.

    A plain look through all texts: 100,000 messages in some hundredths of a second, whatever script they are in, on
    either database, and nothing to keep beside but the texts in one form.
    """
    said, known = tables.words, tables.identities
    in_text = [said.c.text.contains(folded(word), autoescape=True) for word in words]
    in_claims = [known.c[name].contains(word, autoescape=True) for word in words for name in ("phone", "email")]
    by_text = select(said.c.conversation_id).where(and_(*in_text))
    by_claim = select(known.c.conversation_id).where(or_(*in_claims))
    return _ROWS.c.conversation_id.in_(by_text.union(by_claim))
