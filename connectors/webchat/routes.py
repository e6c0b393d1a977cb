"""The web chat over HTTP: session, messages, events. Served by `web`."""

import asyncio
import json as stdjson
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from math import ceil
from time import monotonic
from typing import Any

import structlog
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from app.bell import Bell
from app.secrets import derived
from app.settings import read, settings
from app.typing import typing
from app.wiring import books, ear
from connectors.arrivals import Arrived
from connectors.ledger import Ledger
from connectors.serving import served
from connectors.webchat.about import article
from connectors.webchat.identity import Vouched, vouched
from connectors.webchat.limits import Limit
from connectors.webchat.origins import origin
from connectors.webchat.posts import LIMIT, parse
from connectors.webchat.sessions import Session, Sessions
from connectors.webchat.settings import WebChatSettings, identity_secret
from connectors.webchat.stream import Stream
from connectors.webchat.suggesting import Suggestions
from connectors.webchat.visitors import Visitors
from connectors.webchat.wire import spoken
from support.errors import NotFound, ParleyError, Refused, TooFast, TooLong, Unvouched
from support.handoffs import Holder, holder
from support.messages import ConversationId

_LARGEST = 64 * 1024
"""Bytes of a post; the longest message, with every letter escaped, is 12 kB."""

_TROUBLE = "something went wrong on our side; try again in a moment"

_log = structlog.get_logger()


class Routes:
    """The handlers, with what they share."""

    def __init__(self) -> None:
        self._books = books()
        self._bell = Bell(self._books, ear())
        self._ledger = Ledger(self._books)
        self._sessions = Sessions(derived(settings().var, "webchat"))
        self._visitors = Visitors(self._books)
        self._suggestions = Suggestions(self._books)
        self._messages = Limit(20, 10.0, "that is faster than anyone writes; wait a few seconds")
        self._hints = Limit(6, 12.0, "one is told often enough that you type")
        chats = read(WebChatSettings).sessions_per_minute
        self._openings = Limit(chats, 60.0, "too many chats were begun at your address; wait a minute")
        self._is_closing = False
        self._following: asyncio.Task[None] | None = None

    def add_to(self, blueprint: Blueprint) -> None:
        """Put the routes on a blueprint."""
        for path, method, handler in (
            ("/session", "POST", self.session),
            ("/messages", "POST", self.message),
            ("/typing", "POST", self.typing),
            ("/events", "GET", self.events),
            ("/files/<key:str>", "GET", self.file),
            ("/texts/<language:str>", "GET", self.texts),
        ):
            blueprint.add_route(_function(handler), path, methods=[method])
            # Another origin's page asks first; `web` says in the headers which origins may.
            blueprint.add_route(_permission, path, methods=["OPTIONS"], name=f"permission_{handler.__name__}")
        blueprint.exception(ParleyError)(_refusal)
        blueprint.listener("after_server_start")(self._start)
        blueprint.listener("before_server_stop")(self._stop)
        typing().in_chat(self._bell.ring)

    async def _start(self, _app: Sanic, _loop: Any) -> None:
        self._following = asyncio.create_task(self._bell.run())

    async def _stop(self, _app: Sanic, _loop: Any) -> None:
        self._is_closing = True
        typing().leave(self._bell.ring)
        self._bell.ring_all()  # streams that wait for news look up, and end
        if self._following is not None:
            self._following.cancel()

    async def session(self, request: Request) -> HTTPResponse:
        """Open a session, or confirm the one that was sent; for somebody else than it belongs to, a new one."""
        wanted = _object(request)
        visitor = self._visitor(wanted.get("identity"))
        session, token = await self._session(request, wanted, visitor)
        language = await asyncio.to_thread(self._language, session)
        suggestions = await asyncio.to_thread(self._suggestions.buttons, language)
        return json({"session": token, "limit": LIMIT, "suggestions": suggestions, **spoken(language)})

    async def _session(self, request: Request, wanted: dict[str, Any], visitor: Vouched | None) -> tuple[Session, str]:
        authorization = request.headers.get("authorization")
        held = self._sessions.check(authorization) if authorization else None
        if held and (visitor is None or await asyncio.to_thread(self._visitors.know, held[0], visitor)):
            return held
        self._count_opening(request)
        opened = self._sessions.open(_known(str(wanted.get("language", ""))))
        if visitor is not None:
            await asyncio.to_thread(self._visitors.know, opened[0], visitor)
        return opened

    def _count_opening(self, request: Request) -> None:
        """Each chat may be written in as fast as a person writes, so who begins many writes faster. Raises: TooFast."""
        forwarded = ",".join(request.headers.getall("x-forwarded-for", ()))
        if (address := origin(request.ip, forwarded, settings().proxies)) is not None:
            self._openings.take(address, monotonic())

    def _visitor(self, claim: Any) -> Vouched | None:
        """Return whom the shop vouches for, None for a stranger. Raises: Unvouched."""
        if claim is not None and not identity_secret():
            _log.warning("webchat.identity.ignored", fault="PARLEY_WEBCHAT_IDENTITY_SECRET is not set")
            return None
        return None if claim is None else vouched(claim, identity_secret())

    async def message(self, request: Request) -> HTTPResponse:
        """Take in a message: on disk before the answer, once however often it is sent."""
        session, _ = self._sessions.check(request.headers.get("authorization"))
        self._messages.take(session.address, monotonic())
        body = _body(request)
        about = await asyncio.to_thread(article, self._books, body.get("about") if isinstance(body, dict) else None)
        message = parse(session, body, datetime.now(UTC), about)
        is_new = await self._ledger.keep([Arrived(message=message)])
        return json({"id": message.id}, status=202 if is_new else 200)

    async def typing(self, request: Request) -> HTTPResponse:
        """Tell people that the customer writes, where people hold the conversation; kept nowhere."""
        session, _ = self._sessions.check(request.headers.get("authorization"))
        self._hints.take(session.address, monotonic())
        is_on = _object(request).get("on") is not False
        if await asyncio.to_thread(self._is_with_people, session.conversation_id):
            typing().customer(session.conversation_id, on=is_on)
        return json({})

    def _is_with_people(self, conversation_id: ConversationId) -> bool:
        with self._books.reading() as uow:
            return holder(uow.handoffs.latest(conversation_id)) is not Holder.BOT

    async def file(self, request: Request, key: str) -> HTTPResponse:
        """Return a file that was said in the session's own conversation, and no other."""
        session, _ = self._sessions.check(request.headers.get("authorization"))
        return await asyncio.to_thread(self._file, session.conversation_id, key)

    def _file(self, conversation_id: ConversationId, key: str) -> HTTPResponse:
        with self._books.reading() as uow:
            said = [*uow.outbox.messages(conversation_id), *uow.inbox.messages(conversation_id)]
            found = next((file for message in said for file in message.attachments if file.key == key), None)
            if found is None:
                raise NotFound("there is no such file in this conversation")
            return served(uow.media.get(key), found.name)

    async def events(self, request: Request) -> None:
        """Stream the conversation."""
        session, _ = self._sessions.check(request.headers.get("authorization"))
        after = await asyncio.to_thread(self._place, request.headers.get("last-event-id", "0"))
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
        stream = Stream(self._books, self._bell, session.conversation_id, after)
        await stream.run(response, is_closing=lambda: self._is_closing)

    async def texts(self, _request: Request, language: str) -> HTTPResponse:
        """Return the widget's texts."""
        return json(spoken(_known(language))["texts"])

    def _place(self, last: str) -> int:
        """Return where to go on in the log; from the start for an id that is none of this log's."""
        if not (last.isascii() and last.isdigit() and len(last) <= 18):
            return 0
        with self._books.reading() as uow:
            return int(last) if int(last) <= uow.events.last() else 0

    def _language(self, session: Session) -> str:
        """Return what the bot spoke last; before it spoke, what the browser prefers."""
        with self._books.reading() as uow:
            said = uow.outbox.messages(ConversationId(session.conversation_id), limit=1)
        return (said[-1].language if said else None) or session.language


def _function(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return the method as a function: Sanic hangs attributes on handlers, which methods refuse."""

    @wraps(method)
    async def handler(*arguments: Any, **values: Any) -> Any:
        return await method(*arguments, **values)

    return handler


async def _permission(_request: Request, **_values: str) -> HTTPResponse:
    return empty()


async def _refusal(_request: Request, error: ParleyError) -> HTTPResponse:
    headers = {"Retry-After": str(ceil(error.seconds))} if isinstance(error, TooFast) else None
    message = str(error)
    if isinstance(error, Unvouched):
        _log.warning("webchat.identity.refused", fault=message)
    if error.status >= 500:  # what is wrong with our side is for the operator to read
        _log.error("webchat.request.failed", fault=message)
        message = _TROUBLE
    return json({"error": type(error).__name__, "message": message}, status=error.status, headers=headers)


def _body(request: Request) -> Any:
    if len(request.body) > _LARGEST:
        raise TooLong("that is more than a message can be")
    try:
        return stdjson.loads(request.body or b"{}")
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("the body is no JSON") from error


def _object(request: Request) -> dict[str, Any]:
    body = _body(request)
    return body if isinstance(body, dict) else {}


def _known(language: str) -> str:
    """Return one of the assistant's languages for a browser's tag such as sv-SE."""
    code = language.partition("-")[0].lower()
    return code if code in settings().languages else settings().default_language
