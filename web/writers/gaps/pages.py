"""The page of what customers asked in vain, by how many asked and how recently, and what a writer makes of it."""

from datetime import UTC, datetime
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.settings import settings
from app.texts import texts
from desk import audit
from kb.gaps import deciding
from kb.gaps.reporting import Entry, Wanted, report
from support.askings import GAPS, GapState, Outcome
from support.errors import Conflict, NotFound, Refused
from support.ports import UnitOfWork
from support.staff import Act, Role
from support.writing import Manuscript
from web.forms import field
from web.guard import allowed
from web.staff.acting import act_of, reading, writing
from web.staff.rendering import page, sentence
from web.writers import asking
from web.writers.gaps.drawing import sparkline
from web.writers.gaps.regrouping import regroup
from web.writers.reading import named, order

_HERE = "/writers/gaps"
_READ = ("GET", "HEAD")
_AT_ONCE = 50
_ORDER = (Outcome.NOTHING, Outcome.OFFERED, Outcome.UNHELPFUL, Outcome.PERSON)


def add_to(app: Sanic) -> None:
    """Put the pages on the app."""
    app.add_route(show, _HERE, methods=_READ, name="gaps")
    app.add_route(group, f"{_HERE}/group", methods=["POST"], name="gaps_group")
    app.add_route(accept, f"{_HERE}/accept", methods=["POST"], name="gaps_accept")
    app.add_route(point, f"{_HERE}/point", methods=["POST"], name="gaps_point")
    app.add_route(dismiss, f"{_HERE}/dismiss", methods=["POST"], name="gaps_dismiss")
    app.add_route(reopen, f"{_HERE}/reopen", methods=["POST"], name="gaps_reopen")


@allowed(Role.WRITER, Role.TRAINER)
async def show(request: Request) -> HTTPResponse:
    """List the gaps."""
    return await _all(request)


async def _all(request: Request, **values: Any) -> HTTPResponse:
    wanted = _wanted(request)
    given = await reading(_find, wanted, asking.numbered(request.args.get("page")) or 0)
    codes = [{"code": code, "name": texts(code).name} for code in order()]
    shown = {"wanted": wanted, "codes": codes, "states": GapState, "outcomes": _ORDER, "sparkline": sparkline}
    is_writer = request.ctx.account.may(frozenset({Role.WRITER}))
    return page(request, "gaps.html", **given | shown | {"is_writer": is_writer, "dir_of": _direction} | values)


def _wanted(request: Request) -> Wanted:
    """Return what is asked for; what there is not is not asked for."""
    state, outcome = request.args.get("state", ""), request.args.get("outcome", "")
    language = request.args.get("language", "")
    return Wanted(
        state=GapState(state) if state in {each.value for each in GapState} else GapState.OPEN,
        outcome=Outcome(outcome) if outcome in {each.value for each in GAPS} else None,
        language=language if language in settings().languages else "",
    )


def _find(uow: UnitOfWork, wanted: Wanted, number: int) -> dict[str, Any]:
    entries = report(uow, wanted, datetime.now(UTC))
    start = number * _AT_ONCE
    shown = entries[start : start + _AT_ONCE]
    return {
        "entries": shown,
        "total": len(entries),
        "twins": len(uow.twins.all()),
        "number": number,
        "has_more": len(entries) > start + _AT_ONCE,
        "titles": _titles(uow),
        "name_of": named(uow.accounts.all()),
        "begun_in": _begun_in,
    }


def _titles(uow: UnitOfWork) -> dict[str, str]:
    """Return each article's title, in the language that others are translated from where it is in it."""
    found: dict[str, Manuscript] = {}
    for each in uow.manuscripts.all():
        if each.slug not in found or each.language == order()[0]:
            found[each.slug] = each
    return {slug: each.title for slug, each in found.items()}


def _begun_in(entry: Entry) -> str:
    """Return the language to write in first: the one of ours that most ask in."""
    return next((code for code, _ in entry.languages if code in settings().languages), order()[0])


def _direction(code: str) -> str:
    return texts(code).direction if code in settings().languages else "auto"


@allowed(Role.WRITER, Role.TRAINER)
async def group(request: Request) -> HTTPResponse:
    """Put the newest questions in, too."""
    fault = await regroup()
    return await _all(request, status=503, error=fault) if fault else redirect(_HERE, status=303)


@allowed(Role.WRITER)
async def accept(request: Request) -> HTTPResponse:
    """Begin an article, with the questions as other ways to ask."""
    try:
        language = asking.own_language(field(request, "language"))
        made = await writing(_accept, field(request, "id"), field(request, "title"), language, act_of(request))
    except (Refused, Conflict, NotFound) as error:
        return await _all(request, status=error.status, error=sentence(error))
    return redirect(f"/writers/articles/{made.slug}/{made.language}", status=303)


def _accept(uow: UnitOfWork, id: str, title: str, language: str, act: Act) -> Manuscript:
    made = deciding.accept(uow, id, title, language, act)
    audit.note(uow, act, "gap_accepted", about=f"{made.slug} ({made.language})")
    return made


@allowed(Role.WRITER)
async def point(request: Request) -> HTTPResponse:
    """Add the questions to an article that there is; what customers read of it stays until it is published."""
    try:
        slug, _ = asking.name(field(request, "slug").strip(), order()[0])
        gap = await writing(_point, field(request, "id"), slug, act_of(request))
    except (Refused, Conflict, NotFound) as error:
        return await _all(request, status=error.status, error=sentence(error))
    return redirect(f"/writers/articles/{gap[0]}/{gap[1]}", status=303)


def _point(uow: UnitOfWork, id: str, slug: str, act: Act) -> tuple[str | None, str | None]:
    deciding.point(uow, id, slug, act)
    audit.note(uow, act, "gap_pointed", about=slug)
    gap = uow.gaps.get(id)
    return gap.slug, gap.language


@allowed(Role.WRITER)
async def dismiss(request: Request) -> HTTPResponse:
    """Say that this needs no article."""
    return await _decide(request, _dismiss)


def _dismiss(uow: UnitOfWork, id: str, act: Act) -> None:
    deciding.dismiss(uow, id, act)
    audit.note(uow, act, "gap_dismissed", about=id)


@allowed(Role.WRITER)
async def reopen(request: Request) -> HTTPResponse:
    """Take back what was decided."""
    return await _decide(request, _reopen)


def _reopen(uow: UnitOfWork, id: str, act: Act) -> None:
    deciding.reopen(uow, id)
    audit.note(uow, act, "gap_reopened", about=id)


async def _decide(request: Request, deed: Any) -> HTTPResponse:
    try:
        await writing(deed, field(request, "id"), act_of(request))
    except (Conflict, NotFound) as error:
        return await _all(request, status=error.status, error=sentence(error))
    return redirect(_HERE, status=303)
