"""Run the stand-in by hand: python -m tests.standins.telegram --port 8081. Lines you type are a customer's texts."""

import argparse
import sys

from tests.standins.telegram.server import TOKEN, Telegram


def main() -> None:
    """Serve until the end of input or Ctrl-C; print what the bot sends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8081)
    arguments.add_argument("--token", default=TOKEN)
    arguments.add_argument("--strict", action="store_true", help="webhooks need https and a public port")
    given = arguments.parse_args()
    with Telegram(port=given.port, token=given.token, is_local=not given.strict) as telegram:
        sys.stdout.write(f"{telegram.url} token {telegram.token}\n")
        sys.stdout.flush()
        talk(telegram)


def talk(telegram: Telegram) -> None:
    """Send each line of standard input as a customer's text and print the replies so far."""
    anna = telegram.customer()
    told = 0
    for line in sys.stdin:
        anna.writes(line.strip() or "?")
        anna.hears(told + 1, seconds=20)
        for text in anna.heard[told:]:
            sys.stdout.write(f"< {text}\n")
        told = len(anna.heard)
        sys.stdout.flush()
    telegram.wait_until_ended()


if __name__ == "__main__":
    main()
