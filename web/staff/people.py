"""The admins' page of people: invited, changed, disabled, signed out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.settings import settings
from desk import people, sign_ins
from desk.people import Profile
from support.errors import Conflict, Refused
from support.ports import UnitOfWork
from support.staff import Account, Role, roles_from
from web import guard
from web.addresses import public
from web.forms import field, fields
from web.staff.acting import act_of, reading, writing
from web.staff.browsers import named
from web.staff.rendering import page, sentence

_HERE = "/admin/people"
_ONE = f"{_HERE}/<account_id:[0-9a-f]{{24}}>"
_READ = ("GET", "HEAD")


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="people")
    app.add_route(invite, _HERE, methods=["POST"], name="people_invite")
    app.add_route(show_one, _ONE, methods=_READ, name="person")
    for handler in (change, disable, enable, link, sign_out):
        path = f"{_ONE}/{handler.__name__.replace('_', '-')}"
        app.add_route(handler, path, methods=["POST"], name=f"person_{handler.__name__}")


@guard.allowed(Role.ADMIN)
async def show(request: Request) -> HTTPResponse:
    """List everybody, and offer to invite somebody."""
    return await _everybody(request)


@guard.allowed(Role.ADMIN)
async def invite(request: Request) -> HTTPResponse:
    """Make an account and show its link, once."""
    try:
        account, token = await writing(people.invite, field(request, "email"), _profile(request), act_of(request))
    except (Refused, Conflict) as error:
        return await _everybody(request, status=error.status, error=sentence(error))
    return _link(request, account, token)


@guard.allowed(Role.ADMIN)
async def show_one(request: Request, account_id: str) -> HTTPResponse:
    """Show one person."""
    return await _one(request, account_id)


@guard.allowed(Role.ADMIN)
async def change(request: Request, account_id: str) -> HTTPResponse:
    """Change name, roles, languages."""
    return await _doing(
        request, account_id, "saved", lambda uow: people.change(uow, account_id, _profile(request), act_of(request))
    )


@guard.allowed(Role.ADMIN)
async def disable(request: Request, account_id: str) -> HTTPResponse:
    """Let somebody in no more."""
    return await _doing(request, account_id, "disabled", lambda uow: people.disable(uow, account_id, act_of(request)))


@guard.allowed(Role.ADMIN)
async def enable(request: Request, account_id: str) -> HTTPResponse:
    """Let somebody in again."""
    return await _doing(request, account_id, "enabled", lambda uow: people.enable(uow, account_id, act_of(request)))


@guard.allowed(Role.ADMIN)
async def sign_out(request: Request, account_id: str) -> HTTPResponse:
    """Sign somebody out everywhere; an admin's own browser stays."""
    own = request.ctx.sign_in.id
    return await _doing(
        request, account_id, "ended", lambda uow: sign_ins.revoke_all(uow, account_id, act_of(request), but=own)
    )


@guard.allowed(Role.ADMIN)
async def link(request: Request, account_id: str) -> HTTPResponse:
    """Make a link to a new password and show it, once."""
    try:
        token = await writing(people.reset, account_id, act_of(request))
    except Conflict as error:
        return await _one(request, account_id, status=error.status, error=sentence(error))
    return _link(request, await reading(lambda uow: uow.accounts.get(account_id)), token)


async def _doing(request: Request, account_id: str, done: str, work: Callable[[UnitOfWork], Any]) -> HTTPResponse:
    """Do it and show the person anew, or why it cannot be done."""
    try:
        await writing(work)
    except (Refused, Conflict) as error:
        return await _one(request, account_id, status=error.status, error=sentence(error))
    return redirect(f"{_HERE}/{account_id}?done={done}", status=303)


async def _everybody(request: Request, **values: Any) -> HTTPResponse:
    found = await reading(_list, act_of(request).at)
    given = {name: field(request, name) for name in ("email", "name", "languages")}
    form = given | {"roles": fields(request, "roles")}
    return page(request, "people.html", people=found, form=form, **_choices(), **values)


async def _one(request: Request, account_id: str, **values: Any) -> HTTPResponse:
    now = act_of(request).at
    account, sessions = await reading(lambda uow: (uow.accounts.get(account_id), uow.sign_ins.of(account_id)))
    live = named([sign_in for sign_in in sessions if sign_in.is_live(now)])
    form = {"name": account.name, "languages": ", ".join(account.languages), "roles": [r.value for r in account.roles]}
    return page(request, "person.html", person=account, sessions=live, form=form, **_choices(), **values)


def _link(request: Request, account: Account, token: str) -> HTTPResponse:
    return page(request, "link.html", person=account, link=f"{public(request)}{guard.WELCOME}{token}")


def _list(uow: UnitOfWork, now: datetime) -> list[dict[str, Any]]:
    return [{"account": account, "state": _state(uow, account, now)} for account in uow.accounts.all()]


def _state(uow: UnitOfWork, account: Account, now: datetime) -> str:
    """Return the name of the text that says why somebody cannot sign in, "" where they can."""
    if account.is_disabled or account.joined_at is not None:
        return "disabled" if account.is_disabled else ""
    waiting = uow.invitations.of(account.id)
    return "invited" if waiting is not None and waiting.is_live(now) else "invitation_over"


def _profile(request: Request) -> Profile:
    """Return what was filled in. Raises: Refused."""
    return Profile(
        name=field(request, "name"),
        roles=roles_from(fields(request, "roles")),
        languages=_languages(field(request, "languages")),
    )


def _languages(text: str) -> tuple[str, ...]:
    """Return language codes, each once. Raises: Refused for one that Parley does not speak."""
    codes = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    unknown = [code for code in codes if code not in settings().languages]
    if unknown:
        raise Refused(f"Parley speaks {', '.join(settings().languages)}, not {', '.join(unknown)[:40]}")
    return codes


def _choices() -> dict[str, Any]:
    return {"roles": [role.value for role in Role], "codes": settings().languages}
