"""The admins' page of teams: how they stand, and the text that sets them up."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app import team_setup
from desk.teams import Standing, standings
from support.errors import BrokenContent, Conflict, TooLong
from support.ports import UnitOfWork
from support.staff import Account, Role
from web import guard
from web.forms import field
from web.staff.acting import act_of, reading, writing
from web.staff.rendering import page, sentence
from web.staff.weeks import week

_HERE = "/admin/teams"
_LONGEST = 200_000
"""Characters: a thousand teams."""

_LINE = re.compile(r"line (\d+): ")
_NEAR = timedelta(days=6)
"""So long a weekday says which day is meant."""

_HOLIDAYS = 5


def add_to(app: Sanic) -> None:
    """Put the page on the app."""
    app.add_route(show, _HERE, methods=("GET", "HEAD"), name="teams")
    app.add_route(change, _HERE, methods=["POST"], name="teams_change")


@guard.allowed(Role.ADMIN)
async def show(request: Request) -> HTTPResponse:
    """Show how the teams stand."""
    return await _page(request)


@guard.allowed(Role.ADMIN)
async def change(request: Request) -> HTTPResponse:
    """Put other teams in their place, or say why not; or only say whether they could be."""
    given = {"text": field(request, "text").replace("\r\n", "\n"), "basis": field(request, "basis")}
    try:
        if len(given["text"]) > _LONGEST:
            raise TooLong("that is more than teams can be")
        return await _changed(request, **given)
    except BrokenContent as error:
        return await _page(request, status=error.status, **given, faults=list(_faults(error, given["text"])))
    except Conflict as error:  # seen what the others are now, they may save all the same
        return await _page(request, status=error.status, text=given["text"], is_crossed=True)
    except TooLong as error:
        return await _page(request, status=error.status, error=sentence(error))


async def _changed(request: Request, *, text: str, basis: str) -> HTTPResponse:
    if field(request, "check"):
        await reading(team_setup.read, text)
        return await _page(request, text=text, basis=basis, is_fine=True)
    await writing(team_setup.change, text, basis, act_of(request))
    return redirect(f"{_HERE}?done=saved", status=303)


def _faults(error: BrokenContent, text: str) -> Iterator[dict[str, str]]:
    """Yield what is wrong, each with what stands on its line."""
    lines = text.split("\n")
    for fault in error.faults:
        found = _LINE.match(fault)
        number = int(found[1]) if found else 0
        yield {"told": fault, "line": lines[number - 1].strip() if 0 < number <= len(lines) else ""}


async def _page(request: Request, **values: Any) -> HTTPResponse:
    now = datetime.now(UTC)
    found, accounts, theirs = await reading(_find, now)
    text = {"text": theirs, "basis": team_setup.mark(theirs), "theirs": theirs, "faults": []}
    told = {"is_fine": False, "is_crossed": False}
    return page(
        request, "teams.html", **told | text | values, teams=[_card(standing, accounts, now) for standing in found]
    )


def _find(uow: UnitOfWork, now: datetime) -> tuple[list[Standing], dict[str, Account], str]:
    accounts = {account.id: account for account in uow.accounts.all()}
    return standings(uow, now), accounts, team_setup.shown(uow)


def _card(standing: Standing, accounts: Mapping[str, Account], now: datetime) -> dict[str, Any]:
    """Return a team as the page shows it."""
    since = standing.waits_since
    return {
        "team": standing.team,
        "is_open": standing.opens_at == now,
        "opens": _opens(standing, now),
        "crew": [{"agent": agent, "account": accounts.get(agent.id)} for agent in standing.crew],
        "waiting": standing.waiting,
        "waited": "" if since is None else _lasting(int((now - since).total_seconds() // 60)),
        **_hours(standing, now),
    }


def _hours(standing: Standing, now: datetime) -> dict[str, Any]:
    hours = standing.team.hours
    if hours is None:
        return {"week": [], "clock": "", "holidays": []}
    there = now.astimezone(hours.zone)
    coming = sorted(day for day in hours.holidays if day >= there.date())
    return {"week": week(hours, now), "clock": there.strftime("%a %H:%M"), "holidays": coming[:_HOLIDAYS]}


def _opens(standing: Standing, now: datetime) -> str:
    """Return when it opens, on the team's own clock; "" where it never does."""
    if standing.opens_at is None or standing.team.hours is None:
        return ""
    there = standing.opens_at.astimezone(standing.team.hours.zone)
    return there.strftime("%a %H:%M" if standing.opens_at - now < _NEAR else "%Y-%m-%d %H:%M")


def _lasting(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} d"
    return f"{hours} h {rest} min" if hours else f"{rest} min"
