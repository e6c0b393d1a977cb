"""One's own account: name, password, the browsers one is signed in from."""

from collections.abc import Callable
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.wiring import books
from desk import people, sign_ins, signing_in
from support.errors import NotSignedIn, Refused
from support.staff import EVERYBODY, SignIn
from web import guard
from web.forms import field
from web.staff.acting import act_of, reading, slowly, typed, writing
from web.staff.browsers import named
from web.staff.rendering import page, sentence

_HERE = "/account"
_READ = ("GET", "HEAD")


def add_to(app: Sanic) -> None:
    """Put the page on the app."""
    app.add_route(show, _HERE, methods=_READ, name="own_account")
    app.add_route(rename, f"{_HERE}/name", methods=["POST"], name="own_name")
    app.add_route(change_password, f"{_HERE}/password", methods=["POST"], name="own_password")
    app.add_route(end, f"{_HERE}/sessions/<sign_in_id:[0-9a-f]{{24}}>/end", methods=["POST"], name="own_session_end")
    app.add_route(end_others, f"{_HERE}/sessions/end-others", methods=["POST"], name="own_sessions_end")


@guard.allowed(*EVERYBODY)
async def show(request: Request) -> HTTPResponse:
    """Show the account."""
    return await _page(request)


@guard.allowed(*EVERYBODY)
async def rename(request: Request) -> HTTPResponse:
    """Take another name."""
    return await _doing(
        request, "saved", writing, people.rename, request.ctx.account.id, field(request, "name"), act_of(request)
    )


@guard.allowed(*EVERYBODY)
async def change_password(request: Request) -> HTTPResponse:
    """Take another password."""
    account = request.ctx.account
    given = typed(request, account.email, "current"), field(request, "new")
    return await _doing(
        request,
        "password",
        slowly,
        signing_in.change_password,
        books(),
        account,
        request.ctx.sign_in,
        *given,
        act_of(request),
    )


@guard.allowed(*EVERYBODY)
async def end(request: Request, sign_in_id: str) -> HTTPResponse:
    """Sign out one browser."""
    await writing(sign_ins.revoke, request.ctx.account.id, sign_in_id, act_of(request))
    return redirect(f"{_HERE}?done=ended", status=303)


@guard.allowed(*EVERYBODY)
async def end_others(request: Request) -> HTTPResponse:
    """Sign out every other browser."""
    await writing(sign_ins.revoke_all, request.ctx.account.id, act_of(request), but=request.ctx.sign_in.id)
    return redirect(f"{_HERE}?done=ended", status=303)


async def _doing(request: Request, done: str, run: Callable[..., Any], *work: Any) -> HTTPResponse:
    """Do it and show the page anew, or what is wrong with what was filled in."""
    try:
        await run(*work)
    except Refused as error:
        status = 422 if isinstance(error, NotSignedIn) else error.status  # they are signed in
        return await _page(request, status=status, error=sentence(error))
    return redirect(f"{_HERE}?done={done}", status=303)


async def _page(request: Request, **values: Any) -> HTTPResponse:
    found: list[SignIn] = await reading(lambda uow: uow.sign_ins.of(request.ctx.account.id))
    now = act_of(request).at
    live = [sign_in for sign_in in found if sign_in.is_live(now)]
    return page(request, "account.html", sessions=named(live), own=request.ctx.sign_in.id, **values)
