"""The page of what is to be learnt from agents' answers, for writers and trainers; as JSON, too."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect

from desk import marking
from support.marks import Mark
from support.ports import UnitOfWork
from support.staff import Account, Role
from web import guard
from web.forms import field
from web.staff.acting import reading, writing
from web.staff.rendering import page

_HERE = "/desk/marks"
_READ = ("GET", "HEAD")


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="marks")
    app.add_route(export, f"{_HERE}.json", methods=_READ, name="marks_export")
    app.add_route(see_to, f"{_HERE}/done", methods=["POST"], name="marks_done")


@guard.allowed(Role.WRITER, Role.TRAINER)
async def show(request: Request) -> HTTPResponse:
    """List what waits, or what was seen to."""
    is_done = request.args.get("show") == "done"
    found, name_of = await reading(_find, request.ctx.account, is_done)
    return page(request, "marks.html", marks=found, name_of=name_of, is_done=is_done)


@guard.allowed(Role.WRITER, Role.TRAINER)
async def export(request: Request) -> HTTPResponse:
    """Return the same as JSON."""
    found, name_of = await reading(_find, request.ctx.account, request.args.get("show") == "done")
    headers = {"Content-Disposition": 'attachment; filename="marks.json"'}
    return json({"marks": [_told(mark, name_of) for mark in found]}, headers=headers, ensure_ascii=False)


@guard.allowed(Role.WRITER, Role.TRAINER)
async def see_to(request: Request) -> HTTPResponse:
    """Take it off the list."""
    await writing(marking.see_to, field(request, "id"), request.ctx.account, now=datetime.now(UTC))
    return redirect(f"{_HERE}?done=seen_to", status=303)


def _find(uow: UnitOfWork, account: Account, is_done: bool) -> tuple[list[Mark], Callable[[str], str]]:
    names = {each.id: each.name for each in uow.accounts.all()}
    return marking.waiting(uow, account, done=is_done), lambda id: names.get(id, id)


def _told(mark: Mark, name_of: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": mark.id,
        "kind": mark.kind.value,
        "question": mark.question,
        "answer": mark.answer,
        "language": mark.language,
        "note": mark.note,
        "tried": [dict(hit) for hit in mark.tried],
        "conversation_id": mark.conversation_id,
        "message_id": mark.message_id,
        "marked_by": name_of(mark.marked_by),
        "marked_at": mark.marked_at.isoformat(),
        "done_by": None if mark.done_by is None else name_of(mark.done_by),
        "done_at": None if mark.done_at is None else mark.done_at.isoformat(),
    }
