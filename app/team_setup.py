"""Setting up teams, as one text that is shown, changed and put in place; the caller commits."""

import hashlib

from app.team_files import read_teams
from app.team_texts import written
from desk import teams
from support.errors import Conflict
from support.ports import UnitOfWork
from support.staff import Act
from support.teams import Team


def shown(uow: UnitOfWork) -> str:
    """Return the teams as a file."""
    names = {account.id: account.email for account in uow.accounts.all()}
    return written(uow.teams.all(), name=lambda id: names.get(id, id))


def read(uow: UnitOfWork, text: str) -> list[Team]:
    """Return the teams that a file describes. Raises: BrokenContent, with all faults."""
    ids = {account.email: account.id for account in uow.accounts.all()}
    return read_teams(text, find=lambda named: _id(named, ids))


def load(uow: UnitOfWork, text: str, act: Act) -> list[Team]:
    """Put the teams that a file describes in place of all. Raises: BrokenContent."""
    found = read(uow, text)
    teams.set_up(uow, found, act)
    return found


def change(uow: UnitOfWork, text: str, basis: str, act: Act) -> list[Team]:
    """Do the same for somebody who looked at the text with this mark. Raises: Conflict where it has changed since."""
    uow.teams.keep_still()
    if mark(shown(uow)) != basis:
        raise Conflict("the teams were changed while you wrote")
    return load(uow, text, act)


def mark(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _id(named: str, ids: dict[str, str]) -> str:
    """Return the account with this address; a name without @ stands for itself. Raises: LookupError."""
    if "@" in named and named.casefold() not in ids:
        raise LookupError(f"nobody here has the address {named!r}; `./parley staff list` shows who has")
    return ids.get(named.casefold(), named)
