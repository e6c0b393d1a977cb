"""Stand-ins for WhatsApp and Telegram, with the settings that point an installation at them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.processes import free_port
from tests.standins.courier import Parcel
from tests.standins.faults import Kind
from tests.standins.rates import Rate
from tests.standins.telegram.server import Telegram
from tests.standins.whatsapp.server import WhatsApp

VERIFY_TOKEN = "bench"


@dataclass(frozen=True, slots=True)
class Providers:
    """Both, started."""

    whatsapp: WhatsApp
    telegram: Telegram

    def settings(self, url: str) -> dict[str, object]:
        """Return PARLEY_* for an installation at this address."""
        business = self.whatsapp.business
        return {
            "PARLEY_PUBLIC_URL": url,
            "PARLEY_WHATSAPP_API": self.whatsapp.url,
            "PARLEY_WHATSAPP_TOKEN": self.whatsapp.token,
            "PARLEY_WHATSAPP_PHONE_NUMBER_ID": business.phone_number_id,
            "PARLEY_WHATSAPP_APP_SECRET": business.app_secret,
            "PARLEY_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
            "PARLEY_TELEGRAM_API": self.telegram.url,
            "PARLEY_TELEGRAM_TOKEN": self.telegram.token,
            "PARLEY_TELEGRAM_MODE": "webhook",
        }

    def post_to(self, url: str) -> None:
        """Have WhatsApp post there; Telegram is told by the bot itself."""
        if not self.whatsapp.subscribes(f"{url}/webhooks/whatsapp", VERIFY_TOKEN):
            raise RuntimeError("the handshake with the WhatsApp webhook failed")

    def trouble(self, chance: float, redelivered: float, die: random.Random) -> None:
        """Fail this share of sends (a third each: 429, 500, no answer), and post this share of webhooks again."""
        for standin, name in ((self.whatsapp, "messages"), (self.telegram, "sendMessage")):
            for kind, seconds in ((Kind.TOO_FAST, 1.0), (Kind.ERROR, 1.0), (Kind.STALL, 15.0)):
                standin.fail_sometimes(kind, chance / 3, seconds=seconds, on=name)
            _redeliver(standin, redelivered, die)

    def are_done(self) -> bool:
        """Return whether every webhook so far was taken."""
        return self.whatsapp.is_idle and self.telegram.is_idle


@contextmanager
def providers() -> Iterator[Providers]:
    """Run both; the business may send 200 messages a second, so that the bench and not its account is the limit."""
    fast = Rate(burst=200, seconds=1 / 200)
    with WhatsApp(overall=fast) as whatsapp, Telegram() as telegram:
        yield Providers(whatsapp, telegram)


def address() -> tuple[str, int]:
    """Return a free address for an installation, and its port."""
    port = free_port()
    return f"http://127.0.0.1:{port}", port


def _redeliver(standin: Any, share: float, die: random.Random) -> None:
    """Post a share of webhooks twice, the second on a lane of its own: it may overtake what came after it."""
    put = standin.courier.put

    def put_twice(parcel: Parcel) -> None:
        put(parcel)
        if die.random() < share:
            put(Parcel(f"{parcel.lane} again {parcel.id}", parcel.body, parcel.id))

    standin.courier.put = put_twice
