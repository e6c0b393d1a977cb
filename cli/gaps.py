"""`parley kb gaps`: puts what customers asked in vain together, in a process of its own that gives way to them."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from app.wiring import books
from kb.gaps.reporting import Entry, Wanted, report
from support.askings import Asking

if TYPE_CHECKING:
    from kb.encoder import Matrix

_NICENESS = 19
"""As of `parley calibrate`."""


@click.command()
@click.option("--most", default=20, show_default=True, help="How many to show.")
def gaps(most: int) -> None:
    """Put together what customers asked in vain, and articles that say the same; show what most ask."""
    os.nice(_NICENESS)
    now = datetime.now(UTC)
    with books().alone("gaps") as is_alone:
        if is_alone:
            _regroup(now)
            _find_twins()
        else:
            click.echo("Another process is putting questions together just now.")
    with books().reading() as uow:
        found, pairs = report(uow, Wanted(), now), len(uow.twins.all())
    for entry in found[:most]:
        click.echo(_line(entry))
    if not found:
        click.echo("Nothing was asked in vain.")
    if pairs:
        click.echo(f"{pairs} pairs of articles look like one: /writers/gaps/twins shows them.")


def _regroup(now: datetime) -> None:
    from kb.gaps.regrouping import regroup  # seconds of imports

    regroup(books(), _encoded, now)


def _find_twins() -> None:
    import numpy as np

    from kb.gaps.twins import twins

    with books().reading() as uow:
        passages, blob = uow.passages.all()
    if not passages:
        return
    found = twins(passages, np.frombuffer(blob, "<f4").reshape(len(passages), -1))
    with books().writing() as uow:
        uow.twins.replace(found)
        uow.commit()


def _encoded(askings: "Sequence[Asking]") -> "Matrix":
    from app.knowledge import centred

    return centred([asking.text for asking in askings], [asking.language for asking in askings])


def _line(entry: Entry) -> str:
    why = ", ".join(f"{outcome.value} {count}" for outcome, count in entry.outcomes)
    return (
        f"{entry.people:4} people  {entry.examples[0].text}  ({why}; {', '.join(code for code, _ in entry.languages)})"
    )
