"""The desk's API over HTTP: looking, doing, and the stream of what happens."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from app.typing import typing
from app.wiring import books, ear
from desk import presence
from support.errors import HandoffTaken
from support.messages import ConversationId
from support.ports import UnitOfWork
from support.routing_shelves import Here
from support.staff import Account, Role
from support.teams import Presence, Team
from web.desk import asking, doing, files, promises, reading, sending, wire
from web.desk.follower import Follower
from web.desk.heart import beat
from web.desk.stream import Stream
from web.desk.typing import TypingHint
from web.desk.words import TAKEN
from web.guard import allowed, who_asks

_USUAL_ROWS, _USUAL_ENTRIES = 50, 200
_STREAM_HEADERS = {"X-Accel-Buffering": "no"}


class Desk:
    """The handlers, with what they share."""

    def __init__(self) -> None:
        self._books = books()
        self._follower = Follower(self._books, ear())
        self._beating: asyncio.Task[None] | None = None
        self._hint = TypingHint()

    def add_to(self, app: Sanic) -> None:
        """Put the routes into the app."""
        blueprint = Blueprint("desk", url_prefix="/desk/api")
        for path, method, handler in (
            ("/me", "GET", self.me),
            ("/conversations", "GET", self.conversations),
            ("/conversations/<id:str>", "GET", self.conversation),
            ("/conversations/<id:str>/typing", "POST", self.typing),
            ("/conversations/<id:str>/viewing", "POST", self.viewing),
            ("/files/<key:str>", "GET", self.file),
            ("/events", "GET", self.events),
            ("/presence", "POST", self.presence),
        ):
            blueprint.add_route(_for_agents(handler), path, methods=[method])
        for name, deed in doing.DEEDS.items():
            blueprint.add_route(
                _for_agents(self._doing(name, deed)), f"/conversations/<id:str>/{name}", methods=["POST"]
            )
        blueprint.exception(HandoffTaken)(_taken)
        blueprint.listener("before_server_stop")(self._stop)
        app.blueprint(blueprint)
        typing().at_desk(self._customer_types)

    async def _stop(self, _app: Sanic, _loop: Any) -> None:
        if self._beating is not None:
            self._beating.cancel()
        typing().leave(self._customer_types)
        await self._follower.close()

    async def me(self, request: Request) -> HTTPResponse:
        """Return who asks, and their colleagues."""
        account: Account = request.ctx.account
        now = datetime.now(UTC)

        def look(uow: UnitOfWork) -> tuple[list[Account], list[Team], Here | None]:
            return reading.people(uow), uow.teams.all(), uow.presences.get(account.id)

        agents, teams, here = await self._read(look)
        own = {"roles": sorted(role.value for role in account.roles), "languages": list(account.languages)}
        return json(
            {
                "account": wire.person(account) | own,
                "csrf": request.ctx.csrf,
                "agents": [wire.person(agent) for agent in agents],
                "is_busy": here is not None and here.is_busy,
                "teams": [promises.calendar(team, now) for team in teams],
            }
        )

    async def conversations(self, request: Request) -> HTTPResponse:
        """Return a part of the list."""
        wanted, limit = asking.wanted(request, datetime.now(UTC)), asking.limit(request, _USUAL_ROWS)
        after = request.args.get("after")
        return json(await self._read(lambda uow: reading.page(uow, wanted, after, limit)))

    async def conversation(self, request: Request, id: str) -> HTTPResponse:
        """Return one conversation whole, or the part of its transcript before an entry."""
        found, limit = asking.conversation_id(id), asking.limit(request, _USUAL_ENTRIES)
        before, now = request.args.get("before"), datetime.now(UTC)
        return json(await self._read(lambda uow: reading.whole(uow, found, before, limit, now)))

    def _doing(self, name: str, deed: doing.Deed) -> Callable[..., Awaitable[HTTPResponse]]:
        """Return the handler that does it and answers with the conversation's row."""

        async def handler(request: Request, id: str) -> HTTPResponse:
            conversation_id, body = asking.conversation_id(id), asking.body_of(request)
            act = doing.Doing(conversation_id, request.ctx.account, body, datetime.now(UTC))
            if name == "reply":
                act = replace(act, reply=await sending.reply(self._books, act))
            return json(await asyncio.to_thread(self._do, deed, act))

        handler.__name__ = name
        return handler

    def _do(self, deed: doing.Deed, act: doing.Doing) -> dict[str, Any]:
        with self._books.writing() as uow:
            deed(uow, act)
            uow.commit()
        with self._books.reading() as uow:
            return wire.row(uow.conversations.get(act.conversation_id), uow.teams.all())

    async def typing(self, request: Request, id: str) -> HTTPResponse:
        """Tell colleagues, and the customer where the channel can, that somebody is writing an answer."""
        answer = await self._tell("typing", request, id)
        conversation_id, is_on = asking.conversation_id(id), _is_on(request)
        await self._hint.show(await self._read(lambda uow: uow.conversations.get(conversation_id)), is_on=is_on)
        return answer

    async def viewing(self, request: Request, id: str) -> HTTPResponse:
        """Tell colleagues that somebody is looking at the same conversation."""
        return await self._tell("viewing", request, id)

    async def _tell(self, kind: str, request: Request, id: str) -> HTTPResponse:
        conversation_id = await self._known(asking.conversation_id(id))
        told = {"conversation_id": conversation_id, "by": wire.person(request.ctx.account), "on": _is_on(request)}
        self._follower.tell(kind, told)
        return json({})

    def _customer_types(self, conversation_id: ConversationId, is_on: bool) -> None:
        """Tell the desks; the customer has no account."""
        by = {"id": None, "name": "customer"}
        self._follower.tell("typing", {"conversation_id": conversation_id, "by": by, "on": is_on})

    async def _known(self, conversation_id: ConversationId) -> ConversationId:
        await self._read(lambda uow: uow.conversations.get(conversation_id))
        return conversation_id

    async def presence(self, request: Request) -> HTTPResponse:
        """Note whether an agent wants to be left alone: {busy}; return how they stand."""
        is_busy = asking.body_of(request).get("busy") is True
        found = await asyncio.to_thread(self._note_presence, request.ctx.account.id, is_busy)
        return json({"presence": found.value})

    def _note_presence(self, agent: str, is_busy: bool) -> Presence:
        now = datetime.now(UTC)
        with self._books.writing() as uow:
            here = presence.beat(uow, agent, now=now, is_busy=is_busy)
            uow.commit()
        return here.presence(now)

    async def file(self, _request: Request, key: str) -> HTTPResponse:
        """Return a file that came with a message."""
        return await asyncio.to_thread(files.file, self._books, key)

    async def events(self, request: Request) -> None:
        """Stream what happens, from a place in the log on."""
        account, after = request.ctx.account, asking.place(request)
        if self._beating is None:  # from the first desk on that is opened
            self._beating = asyncio.create_task(beat(self._books, self._follower.online))
        response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=_STREAM_HEADERS)

        async def is_welcome() -> bool:
            found = await who_asks(request)
            return found is not None and found[0].may({Role.AGENT})

        await Stream(self._books, self._follower, account, after).run(response, is_welcome=is_welcome)

    async def _read(self, look: Callable[[UnitOfWork], Any]) -> Any:
        def read() -> Any:
            with self._books.reading() as uow:
                return look(uow)

        return await asyncio.to_thread(read)


def _for_agents(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return the method as a function that lets in agents: Sanic hangs attributes on handlers, which methods refuse."""

    @wraps(method)
    async def handler(*arguments: Any, **values: Any) -> Any:
        return await method(*arguments, **values)

    return allowed(Role.AGENT)(handler)


def _is_on(request: Request) -> bool:
    return asking.body_of(request).get("on", True) is not False


async def _taken(_request: Request, error: HandoffTaken) -> HTTPResponse:
    told = {"id": error.taken_by, "name": error.name}
    message = TAKEN.format(name=error.name)
    return json({"error": "HandoffTaken", "message": message, "taken_by": told}, status=error.status)
