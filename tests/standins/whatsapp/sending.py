"""POST /{phone_number_id}/messages: checked, counted, recorded, reported on."""

import asyncio
import base64
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.standins.clock import Clock
from tests.standins.rates import Buckets
from tests.standins.record import Record, Sent
from tests.standins.whatsapp.outgoing import Outgoing, recipient
from tests.standins.whatsapp.persons import Person, Persons
from tests.standins.whatsapp.refusals import as_report, invalid, refusal
from tests.standins.whatsapp.webhooks import Webhooks

Fields = dict[str, Any]
_LATE = "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
_LOST = "Message Undeliverable."
_FREE = {"billable": False, "pricing_model": "PMP", "category": "service", "type": "free_customer_service"}


@dataclass
class Sending:
    """The business's messages. What they become of is told in statuses, `reports` in this order."""

    outgoing: Outgoing
    persons: Persons
    webhooks: Webhooks
    clock: Clock
    record: Record
    per_pair: Buckets
    overall: Buckets
    die: random.Random
    reports: tuple[str, ...] = ("sent", "delivered")
    is_shuffled: bool = False
    """Reports of one message come in random order."""
    is_window_told_late: bool = False
    """A closed window is a failed status after a 200, as often seen, instead of the published 400."""
    incoming_ids: set[str] = field(default_factory=set)
    _people: dict[str, tuple[Person, Fields]] = field(default_factory=dict)
    errands: set[asyncio.Task[None]] = field(default_factory=set)

    def post(self, body: Fields) -> Fields:
        """Return the answer to an accepted request."""
        if body.get("messaging_product") != "whatsapp":
            raise invalid("The parameter messaging_product is required.")
        if body.get("status") is not None:
            return self._mark_read(body)
        if body.get("recipient_type", "individual") != "individual":
            raise invalid("Param recipient_type must be one of {INDIVIDUAL}.")
        address, is_number = recipient(body)
        if address == self.webhooks.business.number:
            raise refusal(131021, "Recipient cannot be sender")
        kind, text = self.outgoing.check(body)
        person = self.persons.find(address) or Person(address, address, "", is_unreachable=True)
        failure = self._failure(person, kind)
        self._pace(person)
        id = self._keep(person, kind, text, body, is_lost=bool(failure))
        self._follow(id, failure)
        names = {"wa_id": address} if is_number else {"user_id": address}
        contact = {"input": str(body["to"] if is_number else address), **names}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": id}]}

    def _mark_read(self, body: Fields) -> Fields:
        if body["status"] != "read":
            raise invalid("Param status must be one of {READ}.")
        if body.get("message_id") not in self.incoming_ids:
            raise refusal(100, "Message id is unknown")
        if "typing_indicator" in body and body["typing_indicator"] != {"type": "text"}:
            raise invalid("Param typing_indicator['type'] must be one of {TEXT}.")
        return {"success": True}

    def _failure(self, person: Person, kind: str) -> tuple[int, str] | None:
        """Return what a status will tell later, or raise what is told at once."""
        if kind != "template" and not person.is_open(self.clock.now()):
            if not self.is_window_told_late:
                raise refusal(131047, _LATE)
            return 131047, _LATE
        return (131026, _LOST) if person.is_unreachable else None

    def _pace(self, person: Person) -> None:
        now = self.clock.now()
        if self.overall.wait("", now) > 0:
            raise refusal(130429, "Cloud API message throughput has been reached.")
        if self.per_pair.wait(person.address, now) > 0:
            why = "too many messages sent from this phone number to the same phone number in a short period of time"
            raise refusal(131056, f"Message failed to send because there were {why}")
        self.overall.take("", now)
        self.per_pair.take(person.address, now)

    def _keep(self, person: Person, kind: str, text: str, body: Fields, *, is_lost: bool) -> str:
        id = self.new_id(person)
        self._people[id] = (person, body)
        self.outgoing.message_ids.add(id)
        if not is_lost:
            self.record.add(Sent(self.clock.now(), person.address, id, kind, text, body))
        return id

    def new_id(self, person: Person) -> str:
        """Return a fresh message id of the usual shape."""
        number = f"{person.address}:{len(self._people) + len(self.incoming_ids):08d}:{self.die.random()}"
        return "wamid.HBgL" + base64.b64encode(number.encode()).decode()

    def _follow(self, id: str, failure: tuple[int, str] | None) -> None:
        errand = asyncio.create_task(self._report_all(id, failure))
        self.errands.add(errand)
        errand.add_done_callback(self.errands.discard)

    async def _report_all(self, id: str, failure: tuple[int, str] | None) -> None:
        failure = failure or await self._media_failure(self._people[id][1])
        if failure:
            return self.report(id, "failed", error=failure)
        reports = list(self.reports)
        if self.is_shuffled:
            self.die.shuffle(reports)
        for status in reports:
            self.report(id, status)

    async def _media_failure(self, body: Fields) -> tuple[int, str] | None:
        """Return an error when media given by link cannot be fetched: Meta does so after answering."""
        media = body.get(body.get("type", "text"))
        link = media.get("link") if isinstance(media, dict) else None
        if link is None:
            return None
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.get(link, timeout=aiohttp.ClientTimeout(total=5)) as answer,
            ):
                if answer.status == 200:
                    return None
        except (aiohttp.ClientError, TimeoutError):
            pass
        return 131053, "Media upload error: the link could not be downloaded"

    def report(self, id: str, status: str, error: tuple[int, str] | None = None) -> None:
        """Send one status of a message."""
        person, body = self._people[id]
        told: Fields = {"id": id, "status": status, "timestamp": str(self.clock.timestamp())}
        told |= person.named("recipient_id", "recipient_user_id")
        if error:
            told["errors"] = [as_report(*error)]
        else:
            told["conversation"] = {"id": person.conversation_id, "origin": {"type": "service"}}
            told["pricing"] = _FREE
        if "biz_opaque_callback_data" in body:
            told["biz_opaque_callback_data"] = body["biz_opaque_callback_data"]
        self.webhooks.status(person, told)
