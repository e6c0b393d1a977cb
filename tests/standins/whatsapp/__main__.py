"""Run the stand-in by hand: python -m tests.standins.whatsapp --port 8082 --hook URL --verify TOKEN.

Lines you type are a customer's texts; a line that is a button's title presses it.
"""

import argparse

from tests.standins.talking import talk, tell
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
        tell(f"{whatsapp.url} token {whatsapp.token} number {ours.phone_number_id} secret {ours.app_secret}")
        if given.hook:
            is_right = whatsapp.subscribes(given.hook, given.verify)
            tell("webhook verified" if is_right else "the webhook did not answer the challenge")
        talk(whatsapp.customer())


if __name__ == "__main__":
    main()
