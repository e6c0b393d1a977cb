"""Telegram in the exam."""

import itertools
import json
from typing import Any

from connectors.telegram.channel import Telegram as Channel
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from support.messages import conversation
from tests.standins.clock import Clock
from tests.standins.samples import names, payload
from tests.standins.telegram.server import Telegram

_ANNA = 5_000_000_001


class TelegramExaminee:
    """See tests.contracts.exam.examinee.Examinee."""

    path, signature = "/webhooks/telegram?bot=parley_demo_bot", "X-Telegram-Bot-Api-Secret-Token"
    batches, sends, refusal = False, "sendMessage", 403
    anna = conversation("telegram", str(_ANNA))

    def __init__(self) -> None:
        self.standin = Telegram().start()
        self.standin.customer("Anna", id=_ANNA).starts()
        self.secrets = (self.standin.token, self.standin.token.partition(":")[2], "a-secret-of-the-exam")
        self._numbers = itertools.count(1)

    def environment(self) -> dict[str, str]:
        """Return the settings."""
        token, _, secret = self.secrets
        settings = {"TOKEN": token, "SECRET": secret, "API": self.standin.url, "MODE": "webhook"}
        return {f"PARLEY_TELEGRAM_{name}": value for name, value in settings.items()}

    def says(self, *texts: str) -> bytes:
        """Return an update with a new message."""
        (text,), number = texts, next(self._numbers)
        update = payload("telegram", "text")
        changed = {"text": text, "message_id": number, "date": int(Clock().now().timestamp())}
        return json.dumps({"update_id": number, "message": update["message"] | changed}).encode()

    def unknown(self) -> bytes:
        """Return an update of the future."""
        return json.dumps(payload("telegram", "kind_of_the_future")).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the secret token."""
        return {self.signature: self.secrets[2]}

    def status(self, external_id: str, status: str) -> None:
        """Return None: Telegram tells nothing."""

    def channel(self) -> Channel:
        """Return the channel."""
        return Channel.from_credentials(None)

    def parse(self, posted: Any) -> list[Any]:
        """Return the arrivals."""
        account = Account(id=int(self.standin.token.partition(":")[0]), username="parley_demo_bot")
        return list(parse(posted, account=account, now=Clock().now()))

    def heard(self) -> list[str]:
        """Return the texts."""
        return [sent.text for sent in self.standin.record.to(str(_ANNA))]

    def shown(self) -> list[str]:
        """Return what stands on the inline keyboards."""
        markups = [sent.body.get("reply_markup") or {} for sent in self.standin.record.to(str(_ANNA))]
        keyboards = [json.loads(each) if isinstance(each, str) else each for each in markups]
        return [key["text"] for each in keyboards for row in each.get("inline_keyboard", []) for key in row]

    def samples(self) -> list[Any]:
        """Return the kept payloads."""
        return [payload("telegram", name) for name in names("telegram")]


def examinee() -> TelegramExaminee:
    """Return the examinee."""
    return TelegramExaminee()
