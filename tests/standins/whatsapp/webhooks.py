"""Webhooks as Meta sends them: wrapped, signed on the raw bytes, one after another or several in one."""

import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.standins.courier import Courier, Parcel
from tests.standins.whatsapp.persons import Person

Fields = dict[str, Any]
_OF_A_NUMBER = ("messages", "smb_message_echoes")
"""Fields about one phone number; the others are about the account and have a time instead."""


@dataclass
class Business:
    """The account at the other end; `app_secret` may be changed midway, to forge."""

    phone_number_id: str = "106540352242922"
    account_id: str = "102290129340398"
    number: str = "12025550123"
    name: str = "Parley Demo"
    app_secret: str = "5e884898da28047151d0e56f8dc62927"

    @property
    def metadata(self) -> Fields:
        """Return the metadata of every webhook."""
        return {"display_phone_number": self.number, "phone_number_id": self.phone_number_id}

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the signature header of a raw body."""
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Hub-Signature-256": f"sha256={digest}", "User-Agent": "facebookexternalua"}

    def prove(self, token: str) -> str:
        """Return the appsecret_proof that a call with this token may carry."""
        return hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


@dataclass
class Webhooks:
    """What goes out. `copies` above 1 sends each webhook so often; not `is_ordered`, they may overtake each other."""

    business: Business
    courier: Courier
    copies: int = 1
    is_ordered: bool = True
    bodies: list[bytes] = field(default_factory=list)
    """Every webhook so far, for sending one again."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _batch: list[Fields] | None = None

    def tell(self, lane: str, field: str = "messages", **value: Any) -> None:
        """Send a change, or put it into the batch."""
        if field in _OF_A_NUMBER:
            value = {"messaging_product": "whatsapp", "metadata": self.business.metadata, **value}
        change: Fields = {"value": value, "field": field}
        if self._batch is not None:
            self._batch.append(change)
        else:
            self._send([change], lane)

    def message(self, person: Person, message: Fields) -> None:
        """Send a customer's message."""
        self.tell(person.address, contacts=[person.contact], messages=[message])

    def status(self, person: Person, status: Fields) -> None:
        """Send a status of a message to this person."""
        self.tell(f"{person.address} statuses", contacts=[person.contact], statuses=[status])

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold webhooks back and send them as one at the end; neighbouring messages share a change."""
        self._batch = []
        try:
            yield
        finally:
            changes, self._batch = self._batch, None
            self._send(_merged(changes), "batch")

    def _send(self, changes: list[Fields], lane: str) -> None:
        entry: Fields = {"id": self.business.account_id, "changes": changes}
        if not any(change["field"] in _OF_A_NUMBER for change in changes):
            entry["time"] = self.courier.clock.timestamp()
        self.repeat(encoded({"object": "whatsapp_business_account", "entry": [entry]}), lane, self.copies)

    def repeat(self, body: bytes, lane: str = "again", copies: int = 1) -> None:
        """Send these bytes, signed anew."""
        self.bodies.append(body)
        for _ in range(copies):
            number = next(self._numbers)
            self.courier.put(Parcel(lane if self.is_ordered else f"{lane} {number}", body, number))


def encoded(payload: Fields) -> bytes:
    r"""Return the bytes as Meta writes them: \u escapes in lower case and slashes escaped.

    Re-encoding parsed JSON gives other bytes, so that only a signature checked on the raw body holds.
    """
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()


def _merged(changes: list[Fields]) -> list[Fields]:
    """Put the messages of neighbouring changes of one field into one value."""
    merged: list[Fields] = []
    for change in changes:
        if merged and merged[-1]["field"] == change["field"] == "messages":
            _join(merged[-1]["value"], change["value"])
        else:
            merged.append(change)
    return merged


def _join(value: Fields, more: Fields) -> None:
    for name in ("messages", "statuses"):
        if name in more:
            value.setdefault(name, []).extend(more[name])
    for contact in more.get("contacts", []):
        if contact not in value.setdefault("contacts", []):
            value["contacts"].append(contact)
