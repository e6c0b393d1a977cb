"""`parley teams`: who answers whom, when, and what happens otherwise; and who is there."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app import team_setup
from app.wiring import books
from cli.words import harmless
from support.errors import BrokenContent
from support.hours import is_open, opens_at
from support.staff import Act
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
        click.echo(team_setup.shown(uow), nl=False)


@teams.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether it can be used.")
def load(file: Path, check: bool) -> None:
    """Put the teams in FILE in place of all; a running Parley goes by them at once."""
    try:
        found = _loaded(file.read_text(encoding="utf-8"), check)
    except (BrokenContent, UnicodeDecodeError) as error:
        raise BrokenContent(f"{file}: {error}") from error
    click.echo(f"{len(found)} teams: {', '.join(harmless(team.name) for team in found) or 'none; Support is there'}")


def _loaded(text: str, check: bool) -> list[Team]:
    if check:
        with books().reading() as uow:
            return team_setup.read(uow, text)
    with books().writing() as uow:
        found = team_setup.load(uow, text, Act(at=datetime.now(UTC)))
        uow.commit()
        return found


def _line(team: Team, now: datetime) -> str:
    whom = ", ".join([*team.languages, *team.channels, *team.labels]) or "everybody"
    opens = opens_at(team.hours, now)
    there = "open" if is_open(team.hours, now) else f"closed until {opens:%Y-%m-%d %H:%M} UTC" if opens else "closed"
    return f"{team.id}  {team.name}  {whom}  by {team.assignment.value}  {there}"
