"""`parley calibrate`: fits the confidence to the articles, in a process of its own that gives way to customers."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.fitting import basis, is_due, recipe
from app.settings import settings
from app.wiring import books
from cli.children import Child
from support.events import ConfidenceFitted
from support.shelves import Fitted

_NICENESS = 19
"""The lowest priority there is: a turn takes its time from this, never the other way round."""


@click.command()
def calibrate() -> None:
    """Fit how sure an answer is to the articles as they are; a running bot judges by it at once."""
    os.nice(_NICENESS)
    with books().alone("calibration") as is_alone:
        if not is_alone:
            click.echo("Another process is fitting the confidence just now.")
        elif not is_due():
            click.echo("There is nothing to fit the confidence to that it was not fitted to.")
        else:
            _refit()
            click.echo("The confidence was fitted to the articles.")


def _refit() -> None:
    from app.knowledge import fit  # seconds of imports that are not needed where nothing is due
    from kb.confidence import to_json

    with books().reading() as uow:
        before = basis(uow.articles.public())  # first: what is changed meanwhile makes it due again
    fitted = Fitted(recipe=recipe(), basis=before, body=to_json(fit()))
    with books().writing() as uow:
        uow.confidences.put(fitted)
        uow.record(ConfidenceFitted(recipe=fitted.recipe))
        uow.commit()


@contextmanager
def calibrating() -> Iterator[None]:
    """Fit the confidence beside what is done meanwhile, where it is due; without it, the one before stays."""
    if not is_due():
        yield
        return
    child = Child([sys.executable, "-W", "ignore", "-m", "cli", "calibrate"], settings().var / "calibration.log")
    try:
        yield
    except BaseException:
        child.end()
        raise
    if child.wait("Fitting the confidence", "usually less than half a minute") != 0:
        fault = f"the confidence could not be fitted, the one before stays: {child.last_words()}"
        click.secho(f"parley: {fault}", err=True, fg="red")
