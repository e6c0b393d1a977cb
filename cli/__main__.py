"""`./parley`: what an operator does from the command line."""

import sys
from contextlib import suppress

import click
from sqlalchemy.exc import SQLAlchemyError

from app.settings import settings
from cli.calibrating import calibrate
from cli.channels import channel
from cli.contacts import contacts
from cli.handoffs import handoffs
from cli.knowledge import knowledge
from cli.messages import messages
from cli.preparing import prepare
from cli.staff import staff
from cli.starting import start
from cli.teams import teams
from store.engine import open_engine
from store.migrate import current, newest
from support.errors import ParleyError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def parley() -> None:
    """Self-hosted customer support that answers people in their own language."""


parley.add_command(start)
parley.add_command(prepare)
parley.add_command(calibrate)
parley.add_command(handoffs)
parley.add_command(knowledge)
parley.add_command(messages)
parley.add_command(contacts)
parley.add_command(channel)
parley.add_command(teams)
parley.add_command(staff)


def main() -> None:
    """Run; a fault we foresaw is one line and exit status 1."""
    try:
        parley(prog_name="parley")
    except ParleyError as error:
        fail(str(error))
    except SQLAlchemyError as error:
        fail(_unprepared() or f"the database does not work ({_cause(error)}); check the disk and PARLEY_DATABASE_URL")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(f"{where}{error.strerror or error}; check the disk's free space and permissions")


def _cause(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", error)).strip().splitlines()[0]


def _unprepared() -> str | None:
    """Return that the database lacks our tables, where that is what is wrong."""
    with suppress(SQLAlchemyError):
        revision = current(open_engine(settings().url))
        if revision is None:
            return "the database has not been prepared yet: run `./parley prepare`, or look at PARLEY_DATABASE_URL"
        if revision < newest():
            return "the database is an older Parley's: run `./parley prepare`, which brings it up to date"
        if revision > newest():
            return f"the database is a newer Parley's (revision {revision}; this one knows {newest()}): run that one"
    return None


def fail(message: str) -> None:
    """Say what is wrong and leave."""
    click.secho(f"parley: {message}", err=True, fg="red")
    sys.exit(1)


if __name__ == "__main__":
    main()
