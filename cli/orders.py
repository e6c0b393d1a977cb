"""The demo shop's orders, read from their file."""

import csv
from pathlib import Path

from support.errors import BrokenContent
from support.orders import Order, OrderState

_FURTHEST_DAYS = 36_500
"""A hundred years: beyond lies a slip of the keyboard, and before long what no calendar holds."""
_LONGEST_NUMBER = 32
"""Characters, as wide as the database's column."""


def read_orders(path: Path) -> list[Order]:
    """Return the demo shop's orders. Raises: BrokenContent with file and line."""
    orders: dict[str, Order] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        try:
            for order in map(_order, rows):
                if order.number in orders:
                    raise ValueError(f"the order {order.number} stands here a second time")
                orders[order.number] = order
        except UnicodeDecodeError as error:
            raise BrokenContent(f"{path}: cannot be read as UTF-8 text ({error})") from error
        except (csv.Error, ValueError) as error:
            raise BrokenContent(f"{path}:{rows.reader.line_num}: {error}") from error
    return list(orders.values())


def _order(row: dict[str, str]) -> Order:
    """Return a row as an order. Raises: ValueError."""
    try:
        order = Order(number=row["number"], state=OrderState(row["state"]), days=int(row["days"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"needs number,state,days ({error})") from error
    if not 0 < len(order.number) <= _LONGEST_NUMBER or "\0" in order.number:
        raise ValueError(f"{order.number!r} is no order's number")
    if abs(order.days) > _FURTHEST_DAYS:
        raise ValueError(f"{order.days} days are more than a hundred years")
    return order
