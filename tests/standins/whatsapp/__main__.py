"""Run the stand-in by hand: python -m tests.standins.whatsapp --port 8082.

Lines you type are a customer's texts; a line that is a button's title presses it.
"""

import argparse
from contextlib import suppress
from time import sleep

from tests.standins.talking import talk, tell
from tests.standins.whatsapp.server import TOKEN, WhatsApp


def main() -> None:
    """Serve until Ctrl-C; print what the business sends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8082)
    arguments.add_argument("--token", default=TOKEN)
    arguments.add_argument("--hook", default="http://localhost:8000/webhooks/whatsapp", help="the app's webhook")
    arguments.add_argument("--verify", default="open-sesame", help="the app's verify token")
    given = arguments.parse_args()
    with WhatsApp(port=given.port, token=given.token) as whatsapp, suppress(KeyboardInterrupt):
        tell(_command(whatsapp, given.verify))
        _subscribe(whatsapp, given.hook, given.verify)
        talk(whatsapp.customer())


def _command(whatsapp: WhatsApp, verify_token: str) -> str:
    """Return how Parley is started to talk to this stand-in."""
    ours = whatsapp.business
    settings = {
        "API": whatsapp.url,
        "TOKEN": whatsapp.token,
        "PHONE_NUMBER_ID": ours.phone_number_id,
        "APP_SECRET": ours.app_secret,
        "VERIFY_TOKEN": verify_token,
    }
    return " ".join([*(f"PARLEY_WHATSAPP_{name}={value}" for name, value in settings.items()), "./parley start"])


def _subscribe(whatsapp: WhatsApp, hook: str, verify_token: str) -> None:
    """Wait for the app's webhook: Meta asks it first, whoever was started first."""
    if not whatsapp.subscribes(hook, verify_token):
        tell(f"waiting for {hook}")
        while not whatsapp.subscribes(hook, verify_token):
            sleep(1)
    tell("webhook verified")


if __name__ == "__main__":
    main()
