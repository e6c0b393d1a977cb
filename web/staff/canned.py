"""The page of ready replies: everybody's, and one's own."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.settings import settings
from desk import canned
from desk.canned import PLACEHOLDERS, Draft
from support.errors import Conflict, Refused
from support.ports import UnitOfWork
from support.staff import Role
from web import guard
from web.forms import field
from web.staff.acting import reading, writing
from web.staff.rendering import page, sentence

_HERE = "/desk/canned"
_ONE = f"{_HERE}/<id:[0-9a-f]{{24}}>"
_READ = ("GET", "HEAD")


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="canned")
    app.add_route(write, _HERE, methods=["POST"], name="canned_write")
    app.add_route(show_one, _ONE, methods=_READ, name="canned_one")
    app.add_route(change, f"{_ONE}/change", methods=["POST"], name="canned_change")
    app.add_route(delete, f"{_ONE}/delete", methods=["POST"], name="canned_delete")


@guard.allowed(Role.AGENT)
async def show(request: Request) -> HTTPResponse:
    """List the replies, and offer to write one."""
    return await _all(request)


@guard.allowed(Role.AGENT)
async def write(request: Request) -> HTTPResponse:
    """Keep a new one."""
    account = request.ctx.account
    return await _doing(request, lambda uow: canned.write(uow, _draft(request), account, **_given()), _all)


@guard.allowed(Role.AGENT)
async def show_one(request: Request, id: str) -> HTTPResponse:
    """Show one to be changed."""
    return await _one(request, id)


@guard.allowed(Role.AGENT)
async def change(request: Request, id: str) -> HTTPResponse:
    """Put what was written in its place."""
    account = request.ctx.account

    async def again(request: Request, **values: Any) -> HTTPResponse:
        return await _one(request, id, form=_form(_draft(request)), **values)

    return await _doing(request, lambda uow: canned.change(uow, id, _draft(request), account, **_given()), again)


@guard.allowed(Role.AGENT)
async def delete(request: Request, id: str) -> HTTPResponse:
    """Delete one."""
    await writing(canned.remove, id, request.ctx.account)
    return redirect(f"{_HERE}?done=deleted", status=303)


async def _doing(request: Request, work: Callable[[UnitOfWork], Any], otherwise: Callable[..., Any]) -> HTTPResponse:
    """Do it and show them all, or what is wrong with it beside what was written."""
    try:
        await writing(work)
    except (Refused, Conflict) as error:
        shown: HTTPResponse = await otherwise(request, status=error.status, error=sentence(error))
        return shown
    return redirect(f"{_HERE}?done=saved", status=303)


async def _all(request: Request, **values: Any) -> HTTPResponse:
    found = await reading(canned.listed, request.ctx.account)
    return page(request, "canned.html", replies=found, form=_form(_draft(request)), **_choices(), **values)


async def _one(request: Request, id: str, **values: Any) -> HTTPResponse:
    found = await reading(canned.mine, id, request.ctx.account)
    draft = Draft(code=found.code, language=found.language, text=found.text, is_shared=found.owner is None)
    return page(request, "canned_one.html", reply=found, **{"form": _form(draft), **_choices(), **values})


def _draft(request: Request) -> Draft:
    return Draft(
        code=field(request, "code"),
        language=field(request, "language") or settings().default_language,
        text=field(request, "text"),
        is_shared=bool(field(request, "is_shared")),
    )


def _form(draft: Draft) -> dict[str, Any]:
    return {"code": draft.code, "language": draft.language, "text": draft.text, "is_shared": draft.is_shared}


def _given() -> dict[str, Any]:
    return {"languages": settings().languages, "now": datetime.now(UTC)}


def _choices() -> dict[str, Any]:
    return {"codes": settings().languages, "placeholders": PLACEHOLDERS}
