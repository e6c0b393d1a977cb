"""A line that shows that time passes."""

import sys
from time import monotonic

import click


class Waiting:
    """What is being waited for: on a terminal the seconds are counted in one line, in a log it is said once."""

    def __init__(self, what: str, usually: str) -> None:
        """Say it; `usually` is how long it takes."""
        self._what, self._usually = what, usually
        self._began = monotonic()
        self._counts = sys.stdout.isatty()
        if not self._counts:
            click.echo(f"{what} ({usually})")

    def tick(self) -> None:
        """Count on."""
        if self._counts:
            click.echo(f"\r{self._what}: {monotonic() - self._began:.0f} s ({self._usually})", nl=False)

    def end(self) -> None:
        """Leave the line."""
        if self._counts:
            click.echo("")
