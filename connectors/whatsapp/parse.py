"""What Meta posts, taken apart: entries, changes, and in each messages, statuses, echoes. One odd item spoils no other.

Shapes: developers.facebook.com, WhatsApp Business Platform, Webhooks reference.
"""

import json
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from connectors.arrivals import Arrival, Unknown
from connectors.whatsapp.incoming import Line, echoed, said
from connectors.whatsapp.kinds import Odd
from connectors.whatsapp.settings import CHANNEL
from connectors.whatsapp.statuses import receipt

Fields = dict[str, Any]
Understand = Callable[[Any], Iterator[Arrival]]

_SKIPPED = {"history", "smb_app_state_sync"}
"""The phone app's past and address book, sent once when a number joins: none of it is a message to us."""


def parse(posted: Any, numbers: Collection[str]) -> Iterator[Arrival]:
    """Yield what a post holds for these phone number ids; what is not understood is Unknown."""
    return _guarded(posted, partial(_post, numbers=numbers))


def _guarded(item: Any, understand: Understand) -> Iterator[Arrival]:
    """Yield what is understood of an item; one that trips us is kept whole and takes nothing else down."""
    try:
        yield from list(understand(item))
    except Odd as error:
        yield unknown(item, str(error))
    except Exception as error:
        yield unknown(item, f"{type(error).__name__}: {error}")


def unknown(item: Any, fault: str) -> Unknown:
    """Return an item for a person to look at."""
    return Unknown(channel=CHANNEL, body=json.dumps(item, ensure_ascii=False), fault=fault)


def _post(posted: Fields, numbers: Collection[str]) -> Iterator[Arrival]:
    if posted["object"] != "whatsapp_business_account":
        raise Odd(f"about {posted['object']}, not about WhatsApp")
    for entry in posted["entry"]:
        yield from _guarded(entry, partial(_entry, numbers=numbers))


def _entry(entry: Fields, numbers: Collection[str]) -> Iterator[Arrival]:
    for change in entry["changes"]:
        yield from _guarded(change, partial(_change, numbers=numbers))


def _change(change: Fields, numbers: Collection[str]) -> Iterator[Arrival]:
    field, value = change["field"], change["value"]
    if field in _SKIPPED:
        return
    if field not in ("messages", "smb_message_echoes"):
        raise Odd(f"{field} is nothing we act on")
    line = Line.of(value)
    if line.number not in numbers:
        raise Odd(f"phone number id {line.number} is not in PARLEY_WHATSAPP_PHONE_NUMBER_ID")
    yield from _value(value, line)


def _value(value: Fields, line: Line) -> Iterator[Arrival]:
    readers: dict[str, Understand] = {
        "messages": partial(_message, line=line),
        "message_echoes": lambda item: iter([echoed(item, line)]),
        "statuses": lambda item: iter([receipt(item)]),
        "errors": _reported,
    }
    for name, understand in readers.items():
        for item in value.get(name) or ():
            yield from _guarded(item, understand)


def _message(item: Fields, line: Line) -> Iterator[Arrival]:
    arrival, is_known = said(item, line)
    if not is_known:  # kept whole besides: the customer gets an answer, and a person sees what it was
        yield unknown(item, f"messages of type {item['type']} are new to us")
    yield arrival


def _reported(error: Fields) -> Iterator[Arrival]:
    raise Odd(f"Meta reports {error.get('code')}: {error.get('title')}")
