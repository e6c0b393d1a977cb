"""A stand-in for graph.facebook.com as far as WhatsApp's Cloud API goes.

Limits, codes and shapes from developers.facebook.com, WhatsApp Business Platform, read in 2026.
"""

import json
import random
import re
from contextlib import AbstractContextManager
from typing import Any

import aiohttp
from aiohttp import web

from tests.standins.courier import Target
from tests.standins.faults import Fault
from tests.standins.forms import read_form
from tests.standins.rates import Buckets, Rate
from tests.standins.server import Refusal, Standin
from tests.standins.whatsapp.media import Library
from tests.standins.whatsapp.outgoing import Outgoing, Template
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.persons import Person, Persons
from tests.standins.whatsapp.refusals import graph, invalid, refusal, unauthorized, unknown_object
from tests.standins.whatsapp.sending import Sending
from tests.standins.whatsapp.webhooks import Business, Webhooks

TOKEN = "EAAJB8standin"
PER_PAIR = Rate(burst=45, seconds=6)
"""One message every 6 s to one person, and a burst of 45 borrowed from the time after."""
OVERALL = Rate(burst=80, seconds=1 / 80)
"""80 messages a second per business phone number."""
_VERSION = re.compile(r"v\d+\.\d+")


class WhatsApp(Standin):
    """One business phone number, its customers and its webhook."""

    def __init__(
        self, *, token: str = TOKEN, per_pair: Rate = PER_PAIR, overall: Rate = OVERALL, seed: int = 0, **where: Any
    ) -> None:
        super().__init__(seed=seed, **where)
        self.token, self.business = token, Business()
        self.library, self.persons = Library(), Persons()
        self.webhooks = Webhooks(self.business, self.courier)
        self.sending = Sending(
            Outgoing(self.clock, self.library),
            self.persons,
            self.webhooks,
            self.clock,
            self.record,
            Buckets(per_pair),
            Buckets(overall),
            random.Random(seed),
        )

    def customer(self, number: str = "", *, name: str = "Anna Berg", username: str = "") -> Customer:
        """Return a person on WhatsApp. With a username, webhooks tell the user id and no number."""
        count = len(self.persons.known)
        digits = re.sub(r"\D", "", number) or f"467017406{5 + count:02d}"
        return Customer(self, self.persons.add(Person(digits, f"SE.1349120865530274{count:04d}", name, username)))

    def approves(self, name: str, language: str, body: str) -> None:
        """Have a template that may be sent at any time."""
        self.sending.outgoing.templates.append(Template(name, language, body))

    def subscribes(self, url: str, verify_token: str) -> bool:
        """Do Meta's handshake with the app; webhooks go there only if it answers with the challenge."""
        return self.run(self._subscribe(url, verify_token))

    async def _subscribe(self, url: str, verify_token: str) -> bool:
        challenge = str(random.randrange(10**9, 10**10))
        asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        try:
            async with self.http.get(url, params=asked) as answer:
                is_right = answer.status == 200 and await answer.text() == challenge
        except aiohttp.ClientError:
            return False
        if is_right:
            self.courier.aim(Target(url, self.business.sign, taken=range(200, 201)))
        return is_right

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is on its way, and no report is being prepared."""
        return super().is_idle and not self.sending.errands

    def batch(self) -> AbstractContextManager[None]:
        """Put all that customers do meanwhile into one webhook, sent at the end."""
        return _OnLoop(self, self.webhooks.batch())

    def report(self, message_id: str, *statuses: str, error: tuple[int, str] | None = None) -> None:
        """Send statuses of a message in this order, whatever was sent before."""

        async def send() -> None:
            for status in statuses:
                self.sending.report(message_id, status, error)

        self.run(send())

    def repeats(self, which: int = -1) -> None:
        """Send a webhook once more, the latest unless told otherwise."""

        async def send() -> None:
            self.webhooks.repeat(self.webhooks.bodies[which])

        self.run(send())

    def tells(self, field: str, **value: Any) -> None:
        """Send a webhook of any field: account_update, messages with errors, one that does not exist yet."""

        async def send() -> None:
            self.webhooks.tell(field, field, **value)

        self.run(send())

    def phone_app_writes(self, to: Customer, text: str) -> None:
        """Let the business's own phone write to a customer: smb_message_echoes."""
        id = self.sending.new_id(to.person)
        echo: dict[str, Any] = {
            "from": self.business.number,
            **to.person.named("to", "to_user_id"),
            "id": id,
            "type": "text",
        }
        echo |= {"timestamp": str(self.clock.timestamp()), "text": {"body": text}}
        self.tells("smb_message_echoes", contacts=[to.person.contact], message_echoes=[echo])

    def add_routes(self, application: web.Application) -> None:
        """Serve everything; paths may begin with a version."""
        application.router.add_get("/standin/media/{token}", self._download)
        application.router.add_route("*", "/{path:.*}", self._call)

    def too_fast(self, fault: Fault) -> Refusal:
        """Return a 429 with Retry-After."""
        answer = refusal(fault.code or 130429, "Cloud API message throughput has been reached.", status=429)
        answer.headers["Retry-After"] = str(max(1, round(fault.seconds)))
        return answer

    def broken(self, fault: Fault) -> Refusal:
        """Return a 500, or the code asked for with its own status."""
        return refusal(fault.code or 131000, "Message failed to send due to an unknown error.")

    def name_of(self, request: web.Request) -> str:
        """Return "messages", "media" ...; "object" for a bare id and "download" for a media link."""
        if request.path.startswith("/standin/"):
            return "download"
        name = super().name_of(request)
        return "object" if name.isdigit() else name

    async def _call(self, request: web.Request) -> web.Response:
        self._check_token(request)
        parts = request.path.strip("/").split("/")
        if _VERSION.fullmatch(parts[0]):
            parts = parts[1:]
        answer = await self._answer(request, *parts)
        self.accept(self.name_of(request), request.get("body", {}))
        return web.json_response(answer)

    def _check_token(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise unauthorized()

    async def _answer(self, request: web.Request, id: str, edge: str = "", *rest: str) -> dict[str, Any]:
        ours = {
            ("POST", self.business.phone_number_id, "messages"): self._messages,
            ("POST", self.business.phone_number_id, "media"): self._upload,
            ("GET", self.business.phone_number_id, ""): self._number,
            ("GET", self.business.account_id, "message_templates"): self._templates,
        }
        handler = ours.get((request.method, id, edge))
        if handler and not rest:
            return await handler(request)
        if edge or rest or request.method not in ("GET", "DELETE"):
            raise unknown_object(id)
        return self._media(request.method, id)

    async def _messages(self, request: web.Request) -> dict[str, Any]:
        try:
            body = (
                await request.json()
                if request.content_type == "application/json"
                else dict((await read_form(request)).values)
            )
        except json.JSONDecodeError:
            raise invalid("The request body is not valid JSON") from None
        if not isinstance(body, dict):
            raise invalid("The request body must be a JSON object")
        request["body"] = body
        return self.sending.post(body)

    async def _upload(self, request: web.Request) -> dict[str, Any]:
        form = await read_form(request)
        if form.values.get("messaging_product") != "whatsapp":
            raise invalid("The parameter messaging_product is required.")
        if "file" not in form.files:
            raise invalid("The parameter file is required.")
        file = form.files["file"]
        mime_type = form.values.get("type", file.mime_type).partition(";")[0]
        return {"id": self.library.upload(file.content, mime_type, self.clock.now()).id}

    async def _number(self, request: web.Request) -> dict[str, Any]:
        proof = request.query.get("appsecret_proof")
        if proof is not None and proof != self.business.prove(self.token):
            raise invalid("Invalid appsecret_proof provided in the API argument")
        state = {"code_verification_status": "VERIFIED", "quality_rating": "GREEN", "platform_type": "CLOUD_API"}
        shown = {"verified_name": self.business.name, "display_phone_number": f"+{self.business.number}"}
        hooked = {"webhook_configuration": {"application": self.courier.target.url}} if self.courier.target else {}
        return shown | state | hooked | {"throughput": {"level": "STANDARD"}, "id": self.business.phone_number_id}

    async def _templates(self, request: web.Request) -> dict[str, Any]:
        named = request.query.get("name", "")
        return {
            "data": [one.fields for one in self.sending.outgoing.templates if named in ("", one.name)],
            "paging": {},
        }

    def _media(self, method: str, id: str) -> dict[str, Any]:
        media = self.library.find(id, self.clock.now())
        if method == "DELETE":
            self.library.delete(id)
            return {"success": True}
        return media.told(f"{self.url}/standin/media/{self.library.link(media, self.clock.now())}")

    async def _download(self, request: web.Request) -> web.Response:
        self._check_token(request)
        media = self.library.at(request.match_info["token"], self.clock.now())
        if media is None:
            raise graph(404, 100, "URL signature expired", "the link has expired")
        self.accept("download", {"id": media.id})
        return web.Response(body=media.content, headers={"Content-Type": media.mime_type})


class _OnLoop(AbstractContextManager[None]):
    """Enters and leaves a context on the stand-in's loop."""

    def __init__(self, standin: Standin, inner: AbstractContextManager[None]) -> None:
        self._standin, self._inner = standin, inner

    def __enter__(self) -> None:
        self._standin.run(self._step(self._inner.__enter__))

    def __exit__(self, *trouble: Any) -> None:
        self._standin.run(self._step(lambda: self._inner.__exit__(*trouble)))

    async def _step(self, step: Any) -> None:
        step()
