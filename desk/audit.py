"""The audit log: who did what. The caller commits."""

from collections.abc import Mapping

from support.ports import UnitOfWork
from support.staff import Act, Deed

_LONGEST = 300
"""Characters of a detail: for a person's eye."""


def note(uow: UnitOfWork, act: Act, kind: str, *, about: str = "", details: Mapping[str, object] | None = None) -> None:
    """Keep in this transaction that this was done; `about` names to what or whom: an account's id, an address."""
    told = {name: str(value)[:_LONGEST] for name, value in (details or {}).items()}
    deed = Deed(kind=kind, done_at=act.at, by=act.by, about=about[:_LONGEST], address=act.address, details=told)
    uow.audit.add(deed)
