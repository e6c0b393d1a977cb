"""Who is in a team, whether they are there, and how much they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from support.ports import UnitOfWork
from support.routing_shelves import Here
from support.staff import Account, Role
from support.teams import Agent, Presence, Team


@dataclass(frozen=True, slots=True)
class Roster:
    """Those who work here, and how many conversations each holds now."""

    accounts: Mapping[str, Account]
    held: Mapping[str, int]
    now: datetime

    def agent(self, team: Team, id: str, here: Here | None) -> Agent:
        """Return a member; what the team does not say of their languages, their account does."""
        account = self.accounts.get(id)
        member = next((member for member in team.members if member.agent == id), None)
        capacity = member.capacity if member and member.capacity is not None else team.capacity
        is_there = here is not None and (account is None or account.is_active)
        return Agent(
            id=id,
            presence=here.presence(self.now) if here is not None and is_there else Presence.OFFLINE,
            capacity=capacity,
            languages=(member.languages if member else ()) or (account.languages if account else ()),
            skills=member.skills if member else (),
            held=self.held.get(id, 0),
            given_at=here.given_at if here else None,
        )


def roster(uow: UnitOfWork, now: datetime) -> Roster:
    """Return what is known of everybody."""
    return Roster({account.id: account for account in uow.accounts.all()}, uow.watches.held(), now)


def crew(uow: UnitOfWork, team: Team, known: Roster) -> tuple[Agent, ...]:
    """Return the members, present or not; of a team that names none, all who answer customers."""
    everybody = [id for id, account in known.accounts.items() if account.may({Role.AGENT})]
    here = {each.agent: each for each in uow.presences.all()}
    ids = [member.agent for member in team.members] or everybody
    return tuple(known.agent(team, id, here.get(id)) for id in ids)
