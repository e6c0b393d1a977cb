"""Teams: set up anew, and how they stand now. The caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk import audit
from desk.crews import crew, roster
from support.events import TeamsChanged
from support.hours import opens_at
from support.ports import UnitOfWork
from support.staff import Act
from support.teams import Agent, Team, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A team now. `opens_at`: now where it is open, None where it never is again; `waits_since`: who waits longest."""

    team: Team
    opens_at: datetime | None
    crew: tuple[Agent, ...]
    waiting: int
    waits_since: datetime | None


def set_up(uow: UnitOfWork, teams: Sequence[Team], act: Act) -> None:
    """Put these teams in place of all; whoever routes, shows or promises goes by them from here on."""
    before = [team.name for team in uow.teams.all()]
    uow.teams.replace_all(teams)
    after = [team.name for team in uow.teams.all()]
    uow.record(TeamsChanged(names=tuple(team.name for team in teams)))
    audit.note(uow, act, "teams_changed", details={"before": ", ".join(before), "after": ", ".join(after)})


def standings(uow: UnitOfWork, now: datetime) -> list[Standing]:
    """Return how every team stands."""
    teams, known = uow.teams.all(), roster(uow, now)
    waiting: dict[str, list[datetime]] = {team.id: [] for team in teams}
    for over in uow.watches.all():
        if over.queued_at is not None:
            waiting[one_of(teams, over.team).id].append(over.queued_at)
    return [
        Standing(
            team=team,
            opens_at=opens_at(team.hours, now),
            crew=crew(uow, team, known),
            waiting=len(waiting[team.id]),
            waits_since=min(waiting[team.id], default=None),
        )
        for team in teams
    ]
