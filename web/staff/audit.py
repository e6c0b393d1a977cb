"""The audit log, for admins."""

from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from support.ports import UnitOfWork
from support.staff import Account, Deed, Role
from web import guard
from web.staff.acting import reading
from web.staff.rendering import page, words

_HERE = "/admin/audit"
_AT_ONCE = 100


def add_to(app: Sanic) -> None:
    """Put the page on the app."""
    app.add_route(show, _HERE, methods=("GET", "HEAD"), name="audit")


@guard.allowed(Role.ADMIN)
async def show(request: Request) -> HTTPResponse:
    """Show what was done last, or before a number, by everybody, or by one."""
    before, by = request.args.get("before", ""), request.args.get("by", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    who = by if by.isascii() and by.isalnum() else None
    deeds, accounts = await reading(_find, number, who)
    last = deeds[-1].number if len(deeds) == _AT_ONCE else None
    lines = [_line(deed, accounts) for deed in deeds]
    return page(request, "audit.html", lines=lines, older=last, by=accounts.get(who or ""))


def _find(uow: UnitOfWork, before: int | None, by: str | None) -> tuple[list[Deed], dict[str, Account]]:
    deeds = uow.audit.latest(_AT_ONCE, before=before, by=by)
    return deeds, {account.id: account for account in uow.accounts.all()}


def _line(deed: Deed, accounts: dict[str, Account]) -> dict[str, Any]:
    """Return a deed as a sentence's parts; kinds and details that have no text of ours are shown as they are."""
    known, told = words(), words()["details"]
    nobody = known["audit"]["stranger" if deed.address else "operator"]
    about = "" if deed.about == deed.by else deed.about
    return {
        "deed": deed,
        "by": accounts[deed.by].name if deed.by in accounts else deed.by or nobody,
        "did": known["deeds"].get(deed.kind, deed.kind.replace("_", " ")),
        "about": accounts[about].name if about in accounts else about,
        "details": [f"{told.get(name, name)}: {value}" for name, value in deed.details.items() if value],
    }
