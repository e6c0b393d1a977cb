"""Updates in a test, and what our parser makes of them."""

import copy
from datetime import UTC, datetime
from typing import Any

from connectors.arrivals import Arrival, Arrived, Noted
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from support.messages import Message
from tests.standins.samples import payload

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


US = Account(id=110201543, username="parley_demo_bot")


ANNA, RUNNERS = 5000000001, -1001700000003


def arrivals(update: Any, account: Account = US) -> list[Arrival]:
    return list(parse(update, account=account, now=NOON))


def arrived(update: Any, account: Account = US) -> Message:
    (arrival,) = arrivals(update, account)
    assert isinstance(arrival, Arrived), arrival
    return arrival.message


def noted(update: Any) -> Message:
    (arrival,) = arrivals(update)
    assert isinstance(arrival, Noted), arrival
    return arrival.message


def of(name: str, **changed: Any) -> dict[str, Any]:
    """Return a kept update, with these fields of its message changed; None takes one away."""
    update = copy.deepcopy(payload("telegram", name))
    content = next(value for key, value in update.items() if key != "update_id")
    content |= changed
    for key in [key for key, value in changed.items() if value is None]:
        del content[key]
    return update


def private(text: str) -> Message:
    return arrived(of("text", text=text))


def in_group(text: str, *marks: dict[str, Any], account: Account = US) -> list[Arrival]:
    return arrivals(of("group_text", text=text, entities=list(marks)), account)
