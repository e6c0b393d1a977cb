"""`./parley`: what an operator does from the command line."""

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from cli.channels import channel
from cli.contacts import contacts
from cli.handoffs import handoffs
from cli.knowledge import knowledge
from cli.messages import messages
from cli.preparing import prepare
from cli.starting import start
from support.errors import ParleyError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def parley() -> None:
    """Self-hosted customer support that answers people in their own language."""


parley.add_command(start)
parley.add_command(prepare)
parley.add_command(handoffs)
parley.add_command(knowledge)
parley.add_command(messages)
parley.add_command(contacts)
parley.add_command(channel)


def main() -> None:
    """Run; a fault we foresaw is one line and exit status 1."""
    try:
        parley(prog_name="parley")
    except ParleyError as error:
        fail(str(error))
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        fail(f"the database does not work ({cause}); check the disk and PARLEY_DATABASE_URL")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(f"{where}{error.strerror or error}; check the disk's free space and permissions")


def fail(message: str) -> None:
    """Say what is wrong and leave."""
    click.secho(f"parley: {message}", err=True, fg="red")
    sys.exit(1)


if __name__ == "__main__":
    main()
