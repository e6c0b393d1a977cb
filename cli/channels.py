"""`parley channel`: which channels are open, and whether a channel's settings work."""

import asyncio
import sys

import click

from connectors.checks import checks, closed_because, names
from support.errors import Misconfigured, NotFound


@click.group()
def channel() -> None:
    """Where customers write: the web chat, WhatsApp, Telegram ..."""


@channel.command("list")
def list_all() -> None:
    """List the channels of credentials.yml, open or closed and why."""
    for name in names():
        click.echo(f"{name:<10}  {_state(name)}")


@channel.command()
@click.argument("name")
def test(name: str) -> None:
    """Try a channel's settings against the provider itself; exit status 1 when something is wrong."""
    if name not in names():
        raise NotFound(f"there is no channel {name}; there are: {', '.join(names())}")
    if (why := closed_because(name)) is not None:
        raise Misconfigured(f"{name} is closed: {why}")
    findings = asyncio.run(checks(name)())
    for finding in findings:
        click.secho(f"{'✓' if finding.is_fine else '✗'} {finding.text}", fg="green" if finding.is_fine else "red")
    sys.exit(0 if all(finding.is_fine for finding in findings) else 1)


def _state(name: str) -> str:
    try:
        why = closed_because(name)
    except Misconfigured as error:
        return f"cannot open: {error}"
    return "open" if why is None else f"closed: {why}"
