"""Transactions that meet several people at once: two of them may wait for each other."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from support.errors import Crossed

T = TypeVar("T")

_TRIES = 4
"""The one that was not ended goes through each time, so who is fourth has met three others."""


def untangled(work: Callable[[], T]) -> T:
    """Return what a transaction gives, run anew where the database ended it for another. Raises: Crossed at last.

    No fixed order would do instead: people are met in the order they wrote, and whose message proves a number is seen
    only then.
    """
    for _ in range(_TRIES - 1):
        with suppress(Crossed):
            return work()
    return work()
