"""What a round of the router works with; see desk.routing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from support.handoffs import Handoff
from support.messages import Message
from support.ports import UnitOfWork
from support.surveys import Survey
from support.teams import Team


class Say(Protocol):
    """Words for a customer, in their language."""

    def __call__(self, handoff: Handoff, what: str, now: datetime) -> Message:
        """Return what to say: joined, waiting, mail, untaken or survey. Its id is given by who posts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The transaction, the time, the teams, the words, and what to ask when something was settled.

    `is_here`: people answer at our own desk. Where they answer at another one, which has rules of its own, we give
    nothing to anybody, hurry nobody and take nothing back.
    """

    uow: UnitOfWork
    now: datetime
    teams: Mapping[str, Team]
    say: Say
    survey: Survey | None = None
    is_here: bool = True

    def team(self, id: str | None) -> Team:
        """Return the team with this id; the first one for what belongs to a team that is no more."""
        return self.teams.get(id or "") or next(iter(self.teams.values()))
