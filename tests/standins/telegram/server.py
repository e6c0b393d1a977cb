"""A stand-in for api.telegram.org, or for a self-hosted Bot API server.

Limits and words from core.telegram.org/bots/api, core.telegram.org/bots/faq and tdlib/telegram-bot-api.
"""

import re
from typing import Any, ClassVar

from aiohttp import web

from tests.standins.faults import Fault
from tests.standins.rates import Buckets, Rate
from tests.standins.server import Refusal, Standin
from tests.standins.telegram.chats import Chat, Chats
from tests.standins.telegram.files import Files
from tests.standins.telegram.params import Params, read
from tests.standins.telegram.people import Channel, Customer, Group
from tests.standins.telegram.refusals import refusal, too_many
from tests.standins.telegram.sending import Method, Sending
from tests.standins.telegram.updates import Updates

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
PER_CHAT = Rate(burst=3, seconds=1)
OVERALL = Rate(burst=30, seconds=1 / 30)
PER_GROUP = Rate(burst=20, seconds=3)
"""Published as: one a second per chat, 30 a second overall, 20 a minute per group; short bursts go through."""
_TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")


class Telegram(Standin):
    """One bot, its chats and its webhook; `is_local` as with a self-hosted server's --local."""

    vague: ClassVar[dict[str, Any]] = {"ok": True}

    def __init__(
        self,
        *,
        token: str = TOKEN,
        is_local: bool = True,
        per_chat: Rate = PER_CHAT,
        overall: Rate = OVERALL,
        **where: Any,
    ) -> None:
        super().__init__(**where)
        self.token, self.me = token, _bot(token)
        self.chats, self.files = Chats(), Files()
        self.updates = Updates(self.courier, is_local)
        self.sending = Sending(
            self.me,
            self.chats,
            self.files,
            self.clock,
            self.record,
            Buckets(per_chat),
            Buckets(overall),
            per_group=Buckets(PER_GROUP),
        )
        self._people = 0

    def customer(self, first_name: str = "Anna", *, language: str = "sv", id: int = 0, **more: str) -> Customer:
        """Return a new person; the bot knows them once they have written."""
        self._people += 1
        user = {"id": id or 5_000_000_000 + self._people, "is_bot": False, "first_name": first_name, **more}
        return Customer(self, user | ({"language_code": language} if language else {}))

    def group(self, title: str = "Runners", *, is_super: bool = True) -> Group:
        """Return a group the bot has just been added to."""
        self._people += 1
        number = -1_001_700_000_000 - self._people if is_super else -4_100_000_000 - self._people
        return Group(self, Chat(number, "supergroup" if is_super else "group", {"title": title}))

    def channel(self, title: str = "News") -> Channel:
        """Return a channel the bot administers."""
        self._people += 1
        return Channel(self, Chat(-1_001_900_000_000 - self._people, "channel", {"title": title}))

    def add_routes(self, application: web.Application) -> None:
        """Serve /bot<token>/<method> and /file/bot<token>/<path>."""
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_route("*", "/{anything:.*}", _lost)

    def too_fast(self, fault: Fault) -> Refusal:
        """Return a 429 with the wait."""
        return too_many(fault.seconds)

    def broken(self, fault: Fault) -> Refusal:
        """Return a 500, or the code asked for."""
        code = fault.code or 500
        return refusal(code, {403: "Forbidden: bot was blocked by the user"}.get(code, "Internal Server Error"))

    def name_of(self, request: web.Request) -> str:
        """Return the method's name as the caller spelled it; "file" for downloads."""
        return "file" if request.path.startswith("/file/") else super().name_of(request)

    async def _call(self, request: web.Request) -> web.Response:
        self._check_token(request)
        method = self._methods().get(request.match_info["method"].lower())
        if method is None:
            raise refusal(404, "Not Found: method not found")
        params = await read(request)
        request["body"] = params.values
        result = await method(params)
        self.accept(request.match_info["method"], params.values)
        return web.json_response({"ok": True, "result": result})

    def _methods(self) -> dict[str, Method]:
        return self.sending.methods() | {
            "getme": self._get_me,
            "getfile": self._get_file,
            "getupdates": self.updates.get,
            "setwebhook": self.updates.set_webhook,
            "deletewebhook": self.updates.delete_webhook,
            "getwebhookinfo": self.updates.info,
        }

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not _TOKEN_SHAPE.fullmatch(token):
            raise refusal(404, "Not Found")
        if token != self.token:
            raise refusal(401, "Unauthorized")

    async def _get_me(self, _: Params) -> dict[str, Any]:
        abilities = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
        return self.me | abilities

    async def _get_file(self, params: Params) -> dict[str, Any]:
        file = self.files.link(params.text("file_id"), self.clock.now())
        return file.fields | {"file_path": file.path}

    async def _download(self, request: web.Request) -> web.Response:
        self._check_token(request)
        file = self.files.at(request.match_info["path"], self.clock.now())
        self.accept("file", {"path": file.path})
        return web.Response(body=file.content, content_type="application/octet-stream")


def _bot(token: str) -> dict[str, Any]:
    id = int(token.partition(":")[0])
    return {"id": id, "is_bot": True, "first_name": "Parley", "username": "parley_demo_bot"}


async def _lost(_: web.Request) -> web.Response:
    raise refusal(404, "Not Found")
