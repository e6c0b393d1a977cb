"""`parley staff`: those who work here. Whoever can run it may let anybody in, an operator without a password, too."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import click

from app.wiring import books
from cli.addresses import welcome_link
from cli.words import harmless
from desk import people
from desk.people import Profile
from support.ports import UnitOfWork
from support.staff import Account, Act, Role, roles_from

T = TypeVar("T")

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """People who answer, write, train, decide; and links that let them in."""


@staff.command("list")
def list_all() -> None:
    """List everybody: address, name, roles, and who cannot sign in."""
    with books().reading() as uow:
        found = uow.accounts.all()
    for account in found:
        click.echo(_line(account))
    if not found:
        click.echo("Nobody yet: `./parley staff link` makes a link to the first account.")


@staff.command()
def link() -> None:
    """Make a link to the first account, an admin's, while there is none; the link before leads nowhere any more."""
    click.echo(welcome_link(_done(lambda uow: people.first_link(uow, _act()))))


@staff.command()
@click.argument("email")
@click.option("--name", help="What customers see; the address's first part unless given.")
@click.option(
    "--role", "roles", multiple=True, type=_ROLES, default=["agent"], show_default=True, help="Several times."
)
@click.option("--language", "languages", multiple=True, help="What they speak; several times.")
def invite(email: str, name: str | None, roles: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Make an account, and the link that lets somebody choose its password."""
    profile = Profile(name=name or email.partition("@")[0], roles=roles_from(roles), languages=languages)
    account, token = _done(lambda uow: people.invite(uow, email, profile, _act()))
    click.echo(f"For {account.email}, once, for three days:\n{welcome_link(token)}")


@staff.command()
@click.argument("email")
def reset(email: str) -> None:
    """Make a link to a new password for somebody who lost theirs."""
    token = _done(lambda uow: people.reset(uow, people.by_email(uow, email).id, _act()))
    click.echo(welcome_link(token))


@staff.command()
@click.argument("email")
@click.argument("names", metavar="ROLE...", nargs=-1, required=True, type=_ROLES)
def roles(email: str, names: tuple[str, ...]) -> None:
    """Give somebody these roles in place of those they had."""

    def change(uow: UnitOfWork) -> Account:
        account = people.by_email(uow, email)
        profile = Profile(name=account.name, roles=roles_from(names), languages=account.languages)
        return people.change(uow, account.id, profile, _act())

    click.echo(_line(_done(change)))


@staff.command()
@click.argument("email")
def disable(email: str) -> None:
    """Let somebody in no more, at once; nothing they did is lost."""
    click.echo(_line(_done(lambda uow: people.disable(uow, people.by_email(uow, email).id, _act()))))


@staff.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let somebody in again."""
    click.echo(_line(_done(lambda uow: people.enable(uow, people.by_email(uow, email).id, _act()))))


def first_link() -> str | None:
    """Return a new link to the first account, None where there is an admin already."""
    with books().writing() as uow:
        if people.has_admin(uow):
            return None
        token = people.first_link(uow, _act())
        uow.commit()
    return welcome_link(token)


def _done(work: Callable[[UnitOfWork], T]) -> T:
    with books().writing() as uow:
        result = work(uow)
        uow.commit()
    return result


def _act() -> Act:
    return Act(at=datetime.now(UTC))


def _line(account: Account) -> str:
    state = "disabled" if account.is_disabled else "" if account.joined_at else "invited"
    names = ", ".join(sorted(role.value for role in account.roles))
    return "  ".join(filter(None, (account.email, harmless(account.name), names, " ".join(account.languages), state)))
