"""`parley teams`: who answers whom, when, and what happens otherwise; and who is there."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app.team_files import read_teams
from app.team_texts import written
from app.wiring import books
from cli.words import harmless
from support.errors import BrokenContent
from support.events import TeamsChanged
from support.hours import is_open, opens_at
from support.teams import Team


@click.group()
def teams() -> None:
    """Teams, their hours and rules, as one YAML file that is shown, changed and loaded again."""


@teams.command("list")
def list_all() -> None:
    """List the teams: whom they answer, who is in them, whether they are there now."""
    now = datetime.now(UTC)
    with books().reading() as uow:
        found, queued = uow.teams.all(), {team.id: len(uow.watches.queue(team.id, 1000)) for team in uow.teams.all()}
        here = {each.agent: each.presence(now).value for each in uow.presences.all()}
    for team in found:
        click.echo(harmless(f"{_line(team, now)}  {queued[team.id]} waiting"))
        for member in team.members:
            click.echo(harmless(f"    {member.agent}  {here.get(member.agent, 'offline')}"))


@teams.command()
def show() -> None:
    """Print the teams as YAML: `./parley teams show > teams.yml`, change it, then load it."""
    with books().reading() as uow:
        names = {account.id: account.email for account in uow.accounts.all()}
        click.echo(written(uow.teams.all(), name=lambda id: names.get(id, id)), nl=False)


@teams.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether it can be used.")
def load(file: Path, check: bool) -> None:
    """Put the teams in FILE in place of all; a running Parley goes by them at once."""
    try:
        with books().reading() as uow:
            ids = {account.email: account.id for account in uow.accounts.all()}
        found = read_teams(file.read_text(encoding="utf-8"), find=lambda named: _id(named, ids))
    except (BrokenContent, UnicodeDecodeError) as error:
        raise BrokenContent(f"{file}: {error}") from error
    if not check:
        with books().writing() as uow:
            uow.teams.replace_all(found)
            uow.record(TeamsChanged(names=tuple(team.name for team in found)))
            uow.commit()
    click.echo(f"{len(found)} teams: {', '.join(harmless(team.name) for team in found) or 'none; Support is there'}")


def _id(named: str, ids: dict[str, str]) -> str:
    """Return the account with this address; a name without @ stands for itself. Raises: LookupError."""
    if "@" in named and named.casefold() not in ids:
        raise LookupError(f"nobody here has the address {named!r}; `./parley staff list` shows who has")
    return ids.get(named.casefold(), named)


def _line(team: Team, now: datetime) -> str:
    whom = ", ".join([*team.languages, *team.channels, *team.labels]) or "everybody"
    opens = opens_at(team.hours, now)
    there = "open" if is_open(team.hours, now) else f"closed until {opens:%Y-%m-%d %H:%M} UTC" if opens else "closed"
    return f"{team.id}  {team.name}  {whom}  by {team.assignment.value}  {there}"
