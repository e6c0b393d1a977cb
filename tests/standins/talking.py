"""Talking to a bot by hand: lines on standard input are a customer's."""

import sys
from contextlib import suppress
from threading import Thread
from typing import Any

_PATIENCE_SECONDS = 60.0
"""For an answer before the next line is said: lines from a file are a talk, not a burst."""


def talk(customer: Any) -> None:
    """Say each line as this customer and show what comes as it comes; at the end of input serve on until Ctrl-C."""
    with suppress(KeyboardInterrupt):
        Thread(target=_show, args=(customer,), daemon=True).start()
        for line in sys.stdin:
            known = len(customer.heard)
            _say(customer, line.strip() or "?")
            customer.hears(known + 1, seconds=_PATIENCE_SECONDS)
        (getattr(customer, "telegram", None) or customer.whatsapp).wait_until_ended()


def _show(customer: Any) -> None:
    """Print all that reaches the customer, in order: people answer minutes later, and bots twice."""
    told = 0
    while True:
        texts = customer.hears(told + 1, seconds=3600)
        tell(*(f"< {text}" for text in texts[told:]))
        told = len(texts)


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
