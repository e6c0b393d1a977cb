"""`parley kb sources`: what is imported again and again."""

from dataclasses import replace
from datetime import UTC, datetime

import click

from app.wiring import books
from cli.importing import source_of
from support.imports import Source

_MOST_HOURS = 24 * 366


@click.group()
def sources() -> None:
    """Sources that articles are imported from again and again."""


@sources.command("list")
def list_sources() -> None:
    """Show each source, how often it is looked at, and how the last time ended."""
    with books().reading() as uow:
        found = uow.sources.all()
    for source in found:
        click.echo(f"{source.name}: {source.format}, {_often(source)}; {_ended(source)}")
    if not found:
        click.echo("No sources.")


def _often(source: Source) -> str:
    return "by hand" if source.hours is None else f"every {source.hours} hours"


def _ended(source: Source) -> str:
    return f"{source.ran_at:%Y-%m-%d %H:%M} UTC: {source.ended}" if source.ran_at else "not run yet"


@sources.command()
@click.argument("address")
@click.option("--format", help="As for `import`.")
@click.option("--language", default="", help="As for `import`.")
@click.option("--name", help="What to call it; else its address.")
@click.option("--draft", is_flag=True, help="Lay what is new aside for a person to publish.")
@click.option("--hours", type=click.IntRange(1, _MOST_HOURS), help="How often to look at it; else by hand.")
def add(address: str, format: str | None, language: str, name: str | None, draft: bool, hours: int | None) -> None:
    """Keep a source; where Parley runs it is imported within a minute, and then every so many HOURS."""
    source = source_of(address, format, language, name, is_draft=draft)
    due_at = None if hours is None else datetime.now(UTC)
    with books().writing() as uow:
        uow.sources.put(replace(source, hours=hours, due_at=due_at))
        uow.commit()
    click.echo(f"{source.name}: kept, {_often(replace(source, hours=hours))}.")


@sources.command()
@click.argument("name")
@click.option("--articles", is_flag=True, help="Take its articles away, too.")
def remove(name: str, articles: bool) -> None:
    """Look at a source no more. Its articles stay, as if they had been written here."""
    from app.importing import forget

    with books().reading() as uow:
        uow.sources.get(name)
    click.echo(f"{name}: removed; {forget(name, with_articles=articles)} articles {'went' if articles else 'stay'}.")


@sources.command()
@click.argument("name", required=False)
@click.option("--due", is_flag=True, help="All whose time has come.")
def run(name: str | None, due: bool) -> None:
    """Import a source now, or all, or those that are DUE."""
    from app.importing import run as import_again

    with books().alone("imports") as is_alone:
        if not is_alone:
            click.echo("Another process is importing just now.")
            return
        with books().reading() as uow:
            found = [uow.sources.get(name)] if name else uow.sources.all()
        now = datetime.now(UTC)
        for source in found:
            if not due or source.is_due(now):
                click.echo(f"{source.name}: {import_again(source)}")
