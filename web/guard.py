"""Who gets in: every route is public by name or says which roles may use it; one that does neither is a fault.

A handler that declares its roles finds in `request.ctx` who asks: `account`, `sign_in` and `csrf`, the token that every
request which changes something must send along.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import quote

import structlog
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.wiring import books
from desk import sign_ins, tokens
from support.errors import Misconfigured, NotAllowed, NotSignedIn
from support.staff import Account, Role, SignIn
from web.addresses import is_from_our_pages
from web.cookies import cookie
from web.forms import field

COOKIE = "parley_session"
SIGN_IN = "/sign-in"
WELCOME = "/welcome/"
SAFE = ("GET", "HEAD")
"""Methods that change nothing (RFC 9110, 9.2.1)."""

PUBLIC_PAGES = {"/", "/help", "/health", "/ready", "/widget.js", "/robots.txt", "/sitemap.xml", SIGN_IN}
PUBLIC_FOLDERS = (
    *("/help/", "/sitemaps/", "/pictures/", "/widget/", "/ui/", "/desk/ui/", "/writers/ui/"),
    *("/chat/", "/webhooks/", "/targets/", WELCOME),
)
"""What everybody may ask for. A channel's posts are checked by the channel, another desk's by their
signature, the chat's by the chat's own session."""

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
"""Of every answer to those who work here."""

_LONGEST_NEXT = 500

_ROLES = "parley_roles"
"""The attribute of a handler that says who may use it."""

_log = structlog.get_logger()

Handler = Callable[..., Awaitable[Any]]


def allowed(*roles: Role) -> Callable[[Handler], Handler]:
    """Let only these roles use a handler, a function or a method; an admin may use every one."""

    def declare(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(*arguments: Any, **values: Any) -> Any:
            request = next(argument for argument in arguments if isinstance(argument, Request))
            turned_away = await _admit(request, frozenset(roles))
            return turned_away or await handler(*arguments, **values)

        setattr(guarded, _ROLES, frozenset(roles))
        return guarded

    if not roles:
        raise Misconfigured("@allowed() without a role lets nobody in; name one")
    return declare


def check(app: Sanic) -> None:
    """Raises: Misconfigured for a route that is neither public nor says who may use it."""
    bare = sorted(path for path, roles in routes(app) if roles is None and not _is_public(path))
    if bare:
        raise Misconfigured(f"no roles for {', '.join(bare)}: put @allowed(Role...) on the handler (web/guard.py)")


def routes(app: Sanic) -> Iterator[tuple[str, frozenset[Role] | None]]:
    """Yield every route's path and who may use it, None where it does not say."""
    for route in all_routes(app):
        yield f"/{route.path}", getattr(route.handler, _ROLES, None)


def all_routes(app: Sanic) -> Iterator[Any]:
    """Yield every route of the app, running or not."""
    router = app.router
    for pool in (router.static_routes, router.dynamic_routes, router.regex_routes):
        for group in pool.values():
            yield from group.routes


def is_private(request: Request) -> bool:
    """Whether the answer is one person's: nobody keeps a copy, no other page may frame it or read it."""
    own = request.route is not None and hasattr(request.route.handler, _ROLES)
    return own or request.path == SIGN_IN or request.path.startswith(WELCOME)


def harmless_path(request: Request) -> str:
    """Return a path for the log: a link that lets somebody in is nobody's to read."""
    return WELCOME if request.path.startswith(WELCOME) else str(request.path)


def is_for_programs(path: str) -> bool:
    """Whether a path is part of an API, where answers are JSON."""
    return "api" in path.split("/")[1:3]


async def who_asks(request: Request) -> tuple[Account, SignIn] | None:
    """Return who sent the request, now: ask again in what lasts, a stream, so that a revoked session ends there too."""
    token = cookie(request, COOKIE)
    return await asyncio.to_thread(_recognise, token) if token else None


def _is_public(path: str) -> bool:
    return path in PUBLIC_PAGES or path.startswith(PUBLIC_FOLDERS)


async def _admit(request: Request, roles: frozenset[Role]) -> HTTPResponse | None:
    """Let somebody in, or return where to go instead. Raises: NotSignedIn, NotAllowed."""
    found = await who_asks(request)
    if found is None:
        return _turn_away(request)
    request.ctx.account, request.ctx.sign_in = found
    request.ctx.csrf = tokens.csrf_token(cookie(request, COOKIE))
    if not request.ctx.account.may(roles):
        _log.warning("web.guard.refused", account=request.ctx.account.id, path=request.path)
        raise NotAllowed("your roles do not allow this; an admin can change them")
    if request.method not in SAFE:
        _check_csrf(request)
    return None


def _turn_away(request: Request) -> HTTPResponse:
    if is_for_programs(request.path):
        raise NotSignedIn("sign in first")
    if request.method not in SAFE:  # a form is to be filled in anew
        return redirect(SIGN_IN, status=303)
    asked = f"{request.path}?{request.query_string}" if request.query_string else request.path
    return redirect(f"{SIGN_IN}?next={quote(asked[:_LONGEST_NEXT], safe='/')}", status=303)


def _check_csrf(request: Request) -> None:
    sent = request.headers.get("x-csrf-token") or field(request, "csrf")
    is_ours = hmac.compare_digest(sent.encode("utf-8", "replace"), request.ctx.csrf.encode())
    if not is_ours or not is_from_our_pages(request):
        raise NotAllowed("this page is out of date; reload it and try again")


def _recognise(token: str) -> tuple[Account, SignIn] | None:
    now = datetime.now(UTC)
    with books().reading() as uow:
        found = sign_ins.recognise(uow, token, now=now)
    if found is not None and (seen := found[1].seen(now)) != found[1]:
        with books().writing() as uow:
            uow.sign_ins.update(seen)
            uow.commit()
        return found[0], seen
    return found
