"""WhatsApp in the exam."""

import itertools
import json
from copy import deepcopy
from typing import Any

from connectors.whatsapp.channel import WhatsApp as Channel
from connectors.whatsapp.parse import parse
from support.messages import conversation
from tests.standins.clock import Clock
from tests.standins.samples import names, payload
from tests.standins.whatsapp.server import WhatsApp

_ANNA = "46701740605"


class WhatsAppExaminee:
    """See tests.contracts.exam.examinee.Examinee."""

    path, signature = "/webhooks/whatsapp/", "X-Hub-Signature-256"
    batches, sends, refusal = True, "messages", 131026

    def __init__(self) -> None:
        self.standin = WhatsApp().start()
        self.customer = self.standin.customer(_ANNA)
        self.customer.writes("hej")  # opens the 24 hours at the provider's side
        self.number = self.standin.business.phone_number_id
        self.anna = conversation("whatsapp", f"{self.number}.{_ANNA}")
        self.secrets = (self.standin.token, self.standin.business.app_secret, "a-verify-token-of-the-exam")
        self._numbers = itertools.count(1)

    def environment(self) -> dict[str, str]:
        """Return the settings."""
        token, app_secret, verify_token = self.secrets
        settings = {
            "TOKEN": token,
            "APP_SECRET": app_secret,
            "VERIFY_TOKEN": verify_token,
            "PHONE_NUMBER_ID": self.number,
            "API": self.standin.url,
        }
        return {f"PARLEY_WHATSAPP_{name}": value for name, value in settings.items()}

    def says(self, *texts: str) -> bytes:
        """Return a webhook with new messages."""
        webhook = payload("whatsapp", "text")
        value = webhook["entry"][0]["changes"][0]["value"]
        value["messages"] = [self._text(value["messages"][0], text) for text in texts]
        return json.dumps(webhook).encode()

    def _text(self, message: dict[str, Any], text: str) -> dict[str, Any]:
        own = {"id": f"wamid.exam{next(self._numbers)}", "timestamp": str(int(Clock().now().timestamp()))}
        return deepcopy(message) | own | {"text": {"body": text}}

    def unknown(self) -> bytes:
        """Return a webhook of the future."""
        return json.dumps(payload("whatsapp", "kind_of_the_future")).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """Return Meta's signature."""
        return {self.signature: self.standin.business.sign(body)[self.signature]}

    def status(self, external_id: str, status: str) -> bytes:
        """Return a webhook that tells a status."""
        webhook = payload("whatsapp", "status_failed_undeliverable" if status == "failed" else "status_read")
        (told,) = webhook["entry"][0]["changes"][0]["value"]["statuses"]
        told |= {"id": external_id, "status": status}
        return json.dumps(webhook).encode()

    def channel(self) -> Channel:
        """Return the channel."""
        return Channel.from_credentials(None)

    def parse(self, posted: Any) -> list[Any]:
        """Return the arrivals."""
        return list(parse(posted, [self.number]))

    def heard(self) -> list[str]:
        """Return the texts."""
        return self.customer.heard

    def shown(self) -> list[str]:
        """Return the titles of reply buttons and of list rows."""
        actions = [
            sent.body.get("interactive", {}).get("action", {}) for sent in self.standin.record.to(self.customer.address)
        ]
        buttons = [button["reply"]["title"] for action in actions for button in action.get("buttons", [])]
        rows = [row for action in actions for part in action.get("sections", []) for row in part["rows"]]
        return buttons + [row["title"] for row in rows]

    def samples(self) -> list[Any]:
        """Return the kept payloads."""
        return [payload("whatsapp", name) for name in names("whatsapp")]


def examinee() -> WhatsAppExaminee:
    """Return the examinee."""
    return WhatsAppExaminee()
