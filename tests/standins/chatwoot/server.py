"""A stand-in for Chatwoot's application API and its webhooks, as far as an API inbox goes.

By developers.chatwoot.com and the controllers of chatwoot/chatwoot 4.13: paths, required fields, what is unique, who
may ask, what signs a webhook. Webhooks are posted once, within five seconds, and not again, as Chatwoot does.
"""

import hmac
import json
import re
from hashlib import sha256
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web

from tests.standins.chatwoot.books import Message, Shelves, Talk
from tests.standins.faults import Fault
from tests.standins.forms import Upload, read_form
from tests.standins.server import Refusal, Standin

ACCOUNT, INBOX = 7, 3
TOKEN, BOT_TOKEN, SECRET = "user-token-standin", "bot-token-standin", "chatwoot-webhook-secret"
_BOT_MAY = re.compile(r"conversations(/\d+/(toggle_status|messages|assignments|custom_attributes))?")
"""AccessTokenAuthHelper::BOT_ACCESSIBLE_ENDPOINTS: by POST, these."""
_LONGEST = 150_000
_PHONE = re.compile(r"\+[1-9]\d{1,14}")


def refusal(status: int, message: str, **more: Any) -> Refusal:
    """Return a refusal in the form Chatwoot's have."""
    name = "message" if more else "error"
    return Refusal(status, status, message, {name: message, **more})


class Chatwoot(Standin):
    """One account with one API inbox. `hook`: where its webhooks go."""

    def __init__(self, *, has_bot: bool = False, **where: Any) -> None:
        super().__init__(**where)
        self.shelves, self.hook, self.has_bot = Shelves(), "", has_bot
        self.copies = 1
        self.answers: list[int] = []
        self.locked_to_one = False
        self.deletes_after = ""
        """What, once it stands in a conversation, has a person delete that."""

    def add_routes(self, application: web.Application) -> None:
        """Serve everything."""
        application.router.add_get("/rails/active_storage/{key}/{name}", self._download)
        application.router.add_get("/elsewhere", self._lead_away)
        application.router.add_route("*", "/api/v1/accounts/{account}/{path:.*}", self._call)

    def too_fast(self, fault: Fault) -> Refusal:
        """Return Rack::Attack's 429."""
        answer = refusal(429, "Retry later")
        answer.headers["Retry-After"] = str(max(1, round(fault.seconds)))
        return answer

    def broken(self, fault: Fault) -> Refusal:
        """Return a 500, or the status asked for."""
        return refusal(fault.code or 500, "We're sorry, but something went wrong")

    async def _call(self, request: web.Request) -> web.Response:
        path = request.match_info["path"].rstrip("/")
        is_bot = self._check_token(request, path)
        if request.match_info["account"] != str(ACCOUNT):
            raise refusal(404, "Resource could not be found")
        request["body"], request["files"] = await _body(request)
        answer = await self._answer(request, path.split("/"), is_bot)
        self.accept(self.name_of(request), request["body"])
        return web.json_response(answer)

    def _check_token(self, request: web.Request, path: str) -> bool:
        token = request.headers.get("api_access_token")
        if token not in (TOKEN, BOT_TOKEN):
            raise refusal(401, "Invalid Access Token")
        if token == BOT_TOKEN and not (request.method == "POST" and _BOT_MAY.fullmatch(path)):
            raise refusal(401, "Access to this endpoint is not authorized for bots")
        return token == BOT_TOKEN

    async def _answer(self, request: web.Request, path: list[str], is_bot: bool) -> Any:
        found = self._read(request, path) if request.method == "GET" else await self._write(request, path, is_bot)
        if found is None:
            raise refusal(404, "Resource could not be found")
        return found

    def _read(self, request: web.Request, path: list[str]) -> Any:
        match path:
            case ["inboxes", number]:
                return self._inbox(number)
            case ["contacts", "search"]:
                return self._search(request.query.get("q", ""))
            case ["contacts", number, "conversations"]:
                return {"payload": [t.told for t in self.shelves.talks.values() if str(t.contact["id"]) == number]}
            case ["conversations", number]:
                return self._talk(number).told
            case ["conversations", number, "messages"]:
                return {"meta": {}, "payload": [m.shown for m in self._talk(number).messages[-20:]]}
        return None

    async def _write(self, request: web.Request, path: list[str], is_bot: bool) -> Any:
        body = request["body"]
        match request.method, path:
            case "POST", ["contacts"]:
                return self._add(body)
            case "POST", ["conversations"]:
                return self._begin(body)
            case "POST", ["conversations", number, "messages"]:
                return await self._post(self._talk(number), body, request["files"], is_bot)
            case "PATCH", ["conversations", number, "messages", message]:
                return self._mark(self._talk(number), message, body)
            case "POST", ["conversations", number, "toggle_status"]:
                return await self._toggle(self._talk(number), body, is_bot)
        return None

    def _inbox(self, number: str) -> dict[str, Any]:
        if number != str(INBOX):
            raise refusal(404, "Resource could not be found")
        return {"id": INBOX, "name": "Parley", "channel_type": "Channel::Api", "webhook_url": self.hook}

    def _search(self, q: str) -> dict[str, Any]:
        if not q:
            raise refusal(422, "Specify search string with parameter q")
        return {"meta": {"count": 0}, "payload": self.shelves.searched(q.strip())[:15]}

    def _add(self, body: dict[str, Any]) -> dict[str, Any]:
        taken = self.shelves.taken(body)
        if taken:
            words = ", ".join(f"{name.replace('_', ' ').capitalize()} has already been taken" for name in taken)
            raise refusal(422, words, attributes=taken)
        if body.get("phone_number") and not _PHONE.fullmatch(body["phone_number"]):
            raise refusal(422, "Phone number should be in e164 format", attributes=["phone_number"])
        names = ("name", "email", "phone_number", "identifier")
        contact = {"id": next(self.shelves.ids), "type": "contact"} | {name: body.get(name) for name in names}
        self.shelves.contacts.append(contact)
        return {"payload": {"contact": contact, "contact_inbox": {"source_id": uuid4().hex}}}

    def _begin(self, body: dict[str, Any]) -> dict[str, Any]:
        contact = next((c for c in self.shelves.contacts if c["id"] == body.get("contact_id")), None)
        if contact is None or body.get("inbox_id") != INBOX:
            raise refusal(404, "Resource could not be found")
        before = next((t for t in self.shelves.talks.values() if t.contact is contact), None)
        if self.locked_to_one and before:
            return before.told
        status = "pending" if self.has_bot else body.get("status", "open")
        talk = Talk(next(self.shelves.ids), contact, INBOX, status, body.get("custom_attributes") or {})
        talk.updated_at = self.clock.now().timestamp()
        self.shelves.talks[talk.id] = talk
        return talk.told

    def _talk(self, number: str) -> Talk:
        if not number.isdigit() or int(number) not in self.shelves.talks:
            raise refusal(404, "Resource could not be found")
        return self.shelves.talks[int(number)]

    async def _post(self, talk: Talk, body: dict[str, Any], files: list[Upload], is_bot: bool) -> dict[str, Any]:
        content, kind = body.get("content"), body.get("message_type", "outgoing")
        if len(content or "") > _LONGEST:
            raise refusal(422, f"Content is too long (maximum is {_LONGEST} characters)")
        if any(len(file.content) > 40_000_000 for file in files) or len(files) > 15:
            raise refusal(422, "Attachments exceeded maximum allowed")
        sender = (
            {"id": 9, "name": "Parley", "type": "agent_bot"} if is_bot else {"id": 1, "name": "Ada", "type": "user"}
        )
        message = Message(
            next(self.shelves.ids),
            content,
            kind,
            str(body.get("private", False)).lower() == "true",
            body.get("source_id"),
            talk.contact if kind == "incoming" else sender,
        )
        message.attachments = [self.keep_file(file.content, file.name, file.mime_type) for file in files]
        opens_again = kind == "incoming" and talk.status == "resolved"  # as it was then; somebody may resolve it now
        talk.messages.append(message)
        if self.deletes_after and self.deletes_after in (content or ""):
            self.deletes_after = ""
            self.shelves.gone.append(self.shelves.talks.pop(talk.id))
        await self._tell_message(talk, message)
        if opens_again:
            await self._set_status(talk, "open")
        return message.shown

    def _mark(self, talk: Talk, number: str, body: dict[str, Any]) -> dict[str, Any]:
        message = next((m for m in talk.messages if str(m.id) == number), None)
        if message is None:
            raise refusal(404, "Resource could not be found")
        if body.get("status") not in ("sent", "delivered", "read", "failed"):
            raise refusal(422, "status is not included in the list")
        message.status = body["status"]
        message.content_attributes["external_error"] = body.get("external_error")
        return message.shown

    async def _toggle(self, talk: Talk, body: dict[str, Any], is_bot: bool) -> dict[str, Any]:
        status = body.get("status") or ("resolved" if talk.status == "open" else "open")
        if status not in ("open", "resolved", "pending", "snoozed"):
            raise refusal(422, "status is not valid")
        if talk.status != status:
            await self._set_status(talk, status)
        if status == "open" and not is_bot:
            talk.assignee = {"id": 1, "name": "Ada", "type": "user"}
        return {"payload": {"success": True, "current_status": status, "conversation_id": talk.id}}

    async def _set_status(self, talk: Talk, status: str) -> None:
        talk.status, talk.updated_at = status, self.clock.now().timestamp()
        await self.tell("conversation_status_changed", talk.told)

    async def _tell_message(self, talk: Talk, message: Message) -> None:
        where = {"inbox": {"id": INBOX, "name": "Parley"}, "conversation": talk.told}
        await self.tell("message_created", {**message.told, **where, "account": {"id": ACCOUNT, "name": "Shop"}})

    async def tell(self, event: str, payload: dict[str, Any]) -> None:
        """Post a webhook, as often as `copies` says, and do not wait for what comes of it."""
        body = json.dumps({**payload, "event": event}).encode()
        for _ in range(self.copies if self.hook else 0):
            await self._deliver(body, self.signed(body))

    def signed(self, body: bytes, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
        """Return the headers that Chatwoot signs with (since 4.13 for API inboxes)."""
        timestamp = str(self.clock.timestamp() if at is None else at)
        right = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Chatwoot-Signature": f"sha256={right}",
            "X-Chatwoot-Timestamp": timestamp,
            "X-Chatwoot-Delivery": str(uuid4()),
        }

    async def _deliver(self, body: bytes, headers: dict[str, str]) -> None:
        try:
            patience = aiohttp.ClientTimeout(total=5)
            async with self.http.post(self.hook, data=body, headers=headers, timeout=patience) as answer:
                self.answers.append(answer.status)
        except (aiohttp.ClientError, OSError):
            self.answers.append(0)

    def keep_file(self, content: bytes, name: str, media_type: str) -> dict[str, Any]:
        """Keep a file and return it as webhooks tell of it."""
        key = uuid4().hex
        self.shelves.files[key] = (content, media_type)
        family = media_type.partition("/")[0]
        return {
            "id": next(self.shelves.ids),
            "file_type": family if family in ("image", "audio", "video") else "file",
            "data_url": f"{self.url}/rails/active_storage/{key}/{name}",
            "file_size": len(content),
        }

    async def _download(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key not in self.shelves.files:
            raise refusal(404, "Resource could not be found")
        content, media_type = self.shelves.files[key]
        return web.Response(body=content, headers={"Content-Type": media_type})

    async def _lead_away(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])


async def _body(request: web.Request) -> tuple[dict[str, Any], list[Upload]]:
    if request.content_type == "multipart/form-data":
        form = await read_form(request)
        return dict(form.values), list(form.files.values())
    if not request.can_read_body:
        return {}, []
    try:
        body = await request.json()
    except json.JSONDecodeError:
        raise refusal(400, "bad request") from None
    return (body if isinstance(body, dict) else {}), []
