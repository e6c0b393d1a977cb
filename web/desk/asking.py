"""What a browser asks of the desk's API, taken apart; whatever it is not is refused in words."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import unquote

from sanic.request import Request

from support.conversations import Order, View, Wanted
from support.errors import NotFound, Refused, TooLong
from support.messages import ConversationId

_LARGEST = 64 * 1024
"""Bytes of a post; the longest reply, with every letter escaped, is 24 kB."""

_LONGEST_WORD, _MOST_WORDS = 100, 8
_MOST_ROWS = 200
_LONGEST_ID = 255
_OWN_ID = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{30,34}[0-9a-fA-F]")
"""What crypto.randomUUID makes: ids of other forms are the channels' and the bot's."""

_LONGEST_WAIT = 60 * 24 * 366


def conversation_id(told: str) -> ConversationId:
    """Return the id that stands in a path. Raises: NotFound for what can be none."""
    id = unquote(told)
    if ":" not in id or len(id) > _LONGEST_ID or not id.isprintable():
        raise NotFound("there is no such conversation")
    return ConversationId(id)


def own_id(body: dict[str, Any]) -> str:
    """Return the id that the browser gave what it sends. Raises: Refused."""
    id = body.get("id")
    if not isinstance(id, str) or not _OWN_ID.fullmatch(id):
        raise Refused("`id` must be a UUID made for this message")
    return id.lower()


def body_of(request: Request, largest: int = _LARGEST) -> dict[str, Any]:
    """Return the JSON object that was sent; an empty one for an empty body. Raises: Refused, TooLong."""
    if len(request.body) > largest:
        raise TooLong("that is more than can be sent at once")
    try:
        found = json.loads(request.body or b"{}")
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("the body is no JSON") from error
    if not isinstance(found, dict):
        raise Refused("the body is no JSON object")
    return found


def text(body: dict[str, Any], name: str) -> str:
    """Return a text. Raises: Refused."""
    found = optional(body, name)
    if found is None:
        raise Refused(f"`{name}` is missing")
    return found


def optional(body: dict[str, Any], name: str) -> str | None:
    """Return a text, None where there is none. Raises: Refused."""
    found = body.get(name)
    if found is not None and not (isinstance(found, str) and _is_writable(found)):
        raise Refused(f"`{name}` must be a text")
    return found


def texts(body: dict[str, Any], name: str) -> list[str]:
    """Return a list of texts. Raises: Refused."""
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(each, str) and _is_writable(each) for each in found):
        raise Refused(f"`{name}` must be a list of texts")
    return found


def _is_writable(text: str) -> bool:
    """Whether a database can keep it: a zero ends a text there, and half a letter is none."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def time(body: dict[str, Any], name: str) -> datetime:
    """Return a time with its zone. Raises: Refused."""
    told = text(body, name)
    try:
        found = datetime.fromisoformat(told)
        return found.astimezone(UTC) if found.tzinfo is not None else _no_time(name)
    except (ValueError, OverflowError):
        return _no_time(name)


def _no_time(name: str) -> NoReturn:
    raise Refused(f"`{name}` must be a time such as 2026-01-31T09:00:00Z")


def wanted(request: Request, now: datetime) -> Wanted:
    """Return which conversations are asked for. Raises: Refused."""
    minutes = _minutes(request.args.get("waiting"))
    return Wanted(
        view=_view(request.args.get("view", View.UNASSIGNED.value)),
        now=now,
        account_id=request.ctx.account.id,
        waiting_before=None if minutes is None else now - timedelta(minutes=minutes),
        words=_words(request.args.get("q", "")),
        order=_order(request.args.get("sort") or Order.URGENT.value),
        channel=_filter(request.args.get("channel")),
        language=_filter(request.args.get("language")),
        label=_filter(request.args.get("label")),
        team=_filter(request.args.get("team")),
    )


def limit(request: Request, usual: int) -> int:
    """Return how many are asked for."""
    told = request.args.get("limit", "")
    return min(max(int(told), 1), _MOST_ROWS) if told.isascii() and told.isdigit() and len(told) < 6 else usual


def place(request: Request) -> int | None:
    """Return the place in the log that a stream goes on from, None for from now."""
    told = request.headers.get("last-event-id") or request.args.get("after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 18 else None


def _view(name: str) -> View:
    try:
        return View(name)
    except ValueError:
        raise Refused(f"`view` is one of {', '.join(view.value for view in View)}") from None


def _order(name: str) -> Order:
    try:
        return Order(name)
    except ValueError:
        raise Refused(f"`sort` is one of {', '.join(order.value for order in Order)}") from None


def _minutes(told: str | None) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 9 and int(told) <= _LONGEST_WAIT):
        raise Refused("`waiting` is a number of minutes")
    return int(told)


def _words(told: str) -> tuple[str, ...]:
    return tuple(word[:_LONGEST_WORD] for word in told.replace("\0", " ").split()[:_MOST_WORDS])


def _filter(told: str | None) -> str | None:
    return told.replace("\0", "")[:_LONGEST_ID] if told else None
