"""An order as the customer asks about it."""

from dataclasses import dataclass
from enum import Enum


class OrderState(str, Enum):
    """How far an order has come."""

    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`days` from today to the date that matters for its state; negative is past (demo data never grows old)."""

    number: str
    state: OrderState
    days: int
