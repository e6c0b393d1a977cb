"""Run the stand-in by hand: python -m tests.standins.whatsapp --port 8082 --hook URL --verify TOKEN.

Lines you type are a customer's texts; a line that is a button's title presses it.
"""

import argparse
import sys

from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import TOKEN, WhatsApp


def main() -> None:
    """Serve until Ctrl-C; print what the business sends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8082)
    arguments.add_argument("--token", default=TOKEN)
    arguments.add_argument("--hook", default="", help="the app's webhook")
    arguments.add_argument("--verify", default="", help="the app's verify token")
    given = arguments.parse_args()
    with WhatsApp(port=given.port, token=given.token) as whatsapp:
        ours = whatsapp.business
        sys.stdout.write(
            f"{whatsapp.url} token {whatsapp.token} number {ours.phone_number_id} secret {ours.app_secret}\n"
        )
        if given.hook:
            is_right = whatsapp.subscribes(given.hook, given.verify)
            sys.stdout.write("webhook verified\n" if is_right else "the webhook did not answer the challenge\n")
        sys.stdout.flush()
        talk(whatsapp)


def talk(whatsapp: WhatsApp) -> None:
    """Send each line of standard input as a customer's text and print the replies so far."""
    anna = whatsapp.customer()
    told = 0
    for line in sys.stdin:
        say(anna, line.strip() or "?")
        anna.hears(told + 1, seconds=20)
        for text in anna.heard[told:]:
            sys.stdout.write(f"< {text}\n")
        told = len(anna.heard)
        sys.stdout.flush()
    whatsapp.wait_until_ended()


def say(anna: Customer, line: str) -> None:
    """Press the button called `line`, or write it."""
    try:
        anna.presses(line)
    except AssertionError:
        anna.writes(line)


if __name__ == "__main__":
    main()
