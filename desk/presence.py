"""Agents come, are busy, and go. The caller commits."""

from dataclasses import replace
from datetime import datetime

from support.events import PresenceChanged
from support.ports import UnitOfWork
from support.routing_shelves import Here
from support.teams import SILENCE


def beat(uow: UnitOfWork, agent: str, *, now: datetime, is_busy: bool | None = None) -> Here:
    """Note that an agent's desk was heard of, and whether they want to be left alone, where they say so."""
    before = uow.presences.get(agent)
    was_busy = before is not None and before.is_busy
    here = Here(
        agent=agent,
        seen_at=now,
        is_busy=was_busy if is_busy is None else is_busy,
        given_at=before.given_at if before else None,
    )
    uow.presences.save(here)
    if before is None or not before.is_here or here.is_busy != before.is_busy:
        uow.record(PresenceChanged(agent=agent, presence=here.presence(now)))
    return here


def leave(uow: UnitOfWork, agent: str, *, now: datetime) -> None:
    """Note that they have gone; what they were given and have not answered goes back to the queue."""
    before = uow.presences.get(agent)
    if before is not None and before.is_here:
        gone = replace(before, seen_at=min(before.seen_at, now - SILENCE))
        uow.presences.save(gone)  # the router finds it as it finds those who fell silent
        uow.record(PresenceChanged(agent=agent, presence=gone.presence(now)))
