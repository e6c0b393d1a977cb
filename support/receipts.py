"""What became of a message we sent, as the channel tells: sent, delivered, read, or failed and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Status(str, Enum):
    """How far a sent message has come."""

    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"


RANK = {status: rank for rank, status in enumerate((Status.SENT, Status.FAILED, Status.DELIVERED, Status.READ))}
"""Receipts come late, twice and in any order: only a higher rank is news. What was delivered has not failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One status of one thing sent; `external_id` is the channel's name for it.

    `key` is our own name for it, `<message id>/<part>`, where the channel gives it back.
    `again` says why the channel would take it in another form; it is posted once more with this in its data.
    """

    channel: str
    external_id: str
    status: Status
    at: datetime
    fault: str | None = None
    key: str | None = None
    again: str | None = None


def least(statuses: list[Status]) -> Status | None:
    """Return how far a message of several parts has come: failed when one has, else as its slowest part."""
    if Status.FAILED in statuses:
        return Status.FAILED
    return min(statuses, key=RANK.__getitem__, default=None)
