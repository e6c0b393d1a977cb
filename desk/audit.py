"""The audit log: who did what. The caller commits."""

from collections.abc import Mapping
from datetime import datetime

from support.ports import UnitOfWork
from support.staff import Deed

_LONGEST = 300
"""Characters of a detail: for a person's eye."""


def note(
    uow: UnitOfWork,
    kind: str,
    *,
    now: datetime,
    by: str | None = None,
    about: str = "",
    address: str = "",
    details: Mapping[str, str] | None = None,
) -> None:
    """Keep that `by` (an account's id; None for the operator or a stranger) did this, in this transaction."""
    told = {name: str(value)[:_LONGEST] for name, value in (details or {}).items()}
    uow.audit.add(Deed(kind=kind, done_at=now, by=by, about=about[:_LONGEST], address=address, details=told))
