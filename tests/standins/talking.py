"""Talking to a bot by hand: lines on standard input are a customer's."""

import sys
from contextlib import suppress
from typing import Any


def talk(customer: Any) -> None:
    """Say each line as this customer and print the replies; at the end of input go on serving until Ctrl-C."""
    told = 0
    with suppress(KeyboardInterrupt):
        for line in sys.stdin:
            _say(customer, line.strip() or "?")
            replies = customer.hears(told + 1, seconds=20)[told:]
            told += len(replies)
            tell(*(f"< {text}" for text in replies))
        (getattr(customer, "telegram", None) or customer.whatsapp).wait_until_ended()


def tell(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _say(customer: Any, line: str) -> None:
    """Press the button called `line`, or write it."""
    try:
        customer.presses(line)
    except AssertionError:
        customer.writes(line)
