"""Run the stand-in by hand: python -m tests.standins.telegram --port 8081.

Lines you type are a customer's texts; a line that is a button's label presses it.
"""

import argparse

from tests.standins.talking import talk, tell
from tests.standins.telegram.server import TOKEN, Telegram


def main() -> None:
    """Serve until Ctrl-C; print what the bot sends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8081)
    arguments.add_argument("--token", default=TOKEN)
    arguments.add_argument("--strict", action="store_true", help="webhooks need https and a public port")
    given = arguments.parse_args()
    with Telegram(port=given.port, token=given.token, is_local=not given.strict) as telegram:
        tell(f"PARLEY_TELEGRAM_API={telegram.url} PARLEY_TELEGRAM_TOKEN={telegram.token} ./parley start")
        talk(telegram.customer())


if __name__ == "__main__":
    main()
