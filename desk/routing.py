"""One round of the router: it follows what happened, does what is due, and gives what waits to who is free.

Everything of a round is one transaction, the place in the event log with it: killed anywhere, it begins anew.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from desk.crews import roster
from desk.handing_over import take
from desk.rounds import Round
from desk.watching import heard, labelled, moved, save
from support.events import (
    Event,
    HolderChanged,
    LabelsChanged,
    MessagePosted,
    MessageReceived,
    PresenceChanged,
    TeamsChanged,
)
from support.hours import is_open, opens_at
from support.messages import Author
from support.ports import UnitOfWork
from support.teams import SILENCE, Agent, Assignment, Presence, Team, fair

_MOST_GIVEN = 100
"""In one round; the next follows at once."""
_HERE = "routing.here"
_MOST_ADOPTED = 50
"""A fifth of a second."""


def matters(uow: UnitOfWork, events: Iterable[Event]) -> bool:
    """Whether any of these is the router's business."""
    talking = set()
    for event in events:
        match event:
            case HolderChanged() | TeamsChanged() | PresenceChanged() | LabelsChanged():
                return True
            case MessagePosted(message=message) | MessageReceived(message=message) if message.author is not Author.BOT:
                talking.add(message.conversation_id)
    return bool(uow.watches.of(talking))


def adopt(round: Round) -> bool:
    """Watch over some of what was opened before there was a router; False when that is all of it.

    Some, for others wait to write meanwhile: of thousands at once, customers' posts would be refused.
    """
    known = {over.handoff_id for over in round.uow.watches.all()}
    left = [handoff.id for handoff in round.uow.handoffs.open() if handoff.id not in known]
    for handoff_id in left[:_MOST_ADOPTED]:
        moved(round, handoff_id)
    return len(left) > _MOST_ADOPTED


def follow(round: Round, events: Iterable[Event]) -> None:
    """Have the watches know what happened."""
    for event in events:
        match event:
            case HolderChanged(handoff=handoff):
                moved(round, handoff.id)
            case MessagePosted(message=message) | MessageReceived(message=message):
                heard(round, message)
            case LabelsChanged(conversation_id=conversation_id):
                labelled(round, conversation_id)
            case TeamsChanged():
                _look_anew(round)


def dismiss(round: Round) -> None:
    """Notice who has gone; what they were given and have not answered is for others."""
    for here in round.uow.presences.here():
        if here.presence(round.now) is Presence.OFFLINE:
            round.uow.presences.save(replace(here, is_here=False))
            round.uow.record(PresenceChanged(agent=here.agent, presence=Presence.OFFLINE))
            if round.is_here:
                _give_back(round, here.agent)


def _give_back(round: Round, agent: str) -> None:
    for over in round.uow.watches.of_agent(agent):
        if over.answered_at is None and round.team(over.team).assignment is Assignment.FREE:
            save(round, round.uow.handoffs.get(over.handoff_id).assign(None, round.now))
            moved(round, over.handoff_id)


def assign(round: Round) -> None:
    """Give what waits to who is free, the most urgent first."""
    for team in round.teams.values() if round.is_here else ():
        if team.assignment is Assignment.FREE and is_open(team.hours, round.now):
            _assign(round, team)


def _assign(round: Round, team: Team) -> None:
    waiting = round.uow.watches.queue(team.id, _MOST_GIVEN)
    agents = {agent.id: agent for agent in _agents(round, team)} if waiting else {}
    for over in waiting:
        agent = fair(over.language, agents.values(), {*over.topics, *over.labels})
        if agent is not None:
            take(round.uow, over.handoff_id, agent.id, now=round.now)
            _note_given(round, agent.id)
            moved(round, over.handoff_id)
            agents[agent.id] = replace(agent, held=agent.held + 1, given_at=round.now)


def _note_given(round: Round, agent: str) -> None:
    here = round.uow.presences.get(agent)
    if here is not None:
        round.uow.presences.save(replace(here, given_at=round.now))


def _agents(round: Round, team: Team) -> list[Agent]:
    """Return the members who are here; a team that names none is everybody's."""
    members = {member.agent for member in team.members}
    found = [here for here in round.uow.presences.here() if not members or here.agent in members]
    known = roster(round.uow, round.now) if found else None
    return [known.agent(team, here.agent, here) for here in found] if known else []


def moved_house(round: Round) -> None:
    """Have all watches know where people answer now, where that has changed since the last round."""
    now = int(round.is_here)
    if round.uow.progress.get(_HERE) not in (None, now):
        _look_anew(round)
    round.uow.progress.put(_HERE, now)


def _look_anew(round: Round) -> None:
    for over in round.uow.watches.all():
        moved(round, over.handoff_id)


def next_time(uow: UnitOfWork, now: datetime, *, is_here: bool = True) -> datetime | None:
    """Return when there is something to do again, None where nothing is to come."""
    seen = [here.seen_at + SILENCE for here in uow.presences.here()[:1]]
    opening = [
        opens_at(team.hours, now + timedelta(seconds=1))
        for team in uow.teams.all()
        if is_here
        and team.assignment is Assignment.FREE
        and not is_open(team.hours, now)
        and uow.watches.queue(team.id, 1)
    ]
    return min((at for at in [uow.watches.next_due(), *seen, *opening] if at is not None), default=None)
