"""Runs the router: conversations find somebody, and what is promised is seen to. One process at a time, however many.

The web server sees to it because there is always one. It wakes when something happens, or when something is due.
"""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

import structlog

from app.courtesies import Courtesies
from app.ear import Ear
from app.logs import trouble
from desk.escalating import escalate
from desk.rounds import Round
from desk.routing import adopt, assign, dismiss, follow, matters, moved_house, next_time
from support.ports import Books, Logged, UnitOfWork
from support.surveys import Survey

_NAME = "routing"
_ADOPTING = "routing.adopting"
_LONGEST_NAP_SECONDS = 300.0
_STANDBY_SECONDS = 5.0
"""Until another process looks whether the router has died."""
_AT_ONCE = 500
"""Events in one round."""

_log = structlog.get_logger()


class Router:
    """Works off the event log and what is due; safe to be killed at any point."""

    def __init__(self, books: Books, survey: Survey | None, *, is_here: bool = True) -> None:
        """Nothing is looked at yet."""
        self._books = books
        self._is_here = is_here
        self._survey = survey
        self._say = Courtesies(survey)
        self._seen: int | None = None

    @property
    def seen(self) -> int:
        """Return up to where the event log was looked at."""
        return -1 if self._seen is None else self._seen

    def work(self, now: datetime) -> datetime | None:
        """Do all there is to do; return when there will be more, None where nothing is to come."""
        while True:
            with self._books.reading() as uow:
                events, is_due = self._news(uow), self._is_due(uow, now)
                is_ours = self._seen is None or is_due or matters(uow, (entry.event for entry in events))
            if is_ours:
                self._round(now)
            elif events:
                self._seen = events[-1].sequence
            elif not is_due:
                return self._next(now)

    def _news(self, uow: UnitOfWork) -> list[Logged]:
        return uow.events.since(self._seen, limit=_AT_ONCE) if self._seen is not None else []

    def _next(self, now: datetime) -> datetime | None:
        with self._books.reading() as uow:
            return next_time(uow, now, is_here=self._is_here)

    def _is_due(self, uow: UnitOfWork, now: datetime) -> bool:
        at = next_time(uow, now, is_here=self._is_here)
        return at is not None and at <= now

    def _round(self, now: datetime) -> None:
        """Do one round: the place in the log and all that follows from it in one transaction."""
        with self._books.writing() as uow:
            teams = {team.id: team for team in uow.teams.all()}
            round = Round(uow=uow, now=now, teams=teams, say=self._say, survey=self._survey, is_here=self._is_here)
            begun = uow.progress.get(_NAME)
            if begun is None:
                begun = _adopting_since(uow)
                if adopt(round):
                    return uow.commit()
            if self._seen is None:
                moved_house(round)
            place = max(begun, self.seen)
            events = uow.events.since(place, limit=_AT_ONCE)
            follow(round, (entry.event for entry in events))
            dismiss(round)
            escalate(round)
            assign(round)
            self._seen = events[-1].sequence if events else place
            uow.progress.put(_NAME, self._seen)
            uow.commit()


def _adopting_since(uow: UnitOfWork) -> int:
    """Return the place in the log where watching began: what happens from there on is followed, once all is adopted."""
    found = uow.progress.get(_ADOPTING)
    if found is None:
        found = uow.events.last()
        uow.progress.put(_ADOPTING, found)
    return found


async def route(books: Books, ear: Ear, survey: Survey | None, *, is_here: bool) -> None:
    """Route until cancelled; where another process does, stand by."""
    while True:
        try:
            await _route_alone(books, ear, lambda: Router(books, survey, is_here=is_here))
        except Exception as error:  # a database that is away comes back
            trouble(_log, "routing.round.failed", error)
        await asyncio.sleep(_STANDBY_SECONDS)


async def _route_alone(books: Books, ear: Ear, router: Callable[[], Router]) -> None:
    """Route where nobody else does. In threads: a database that is away would hold up the whole server."""
    kept = ExitStack()
    try:
        if await asyncio.to_thread(kept.enter_context, books.alone(_NAME)):
            await _keep_routing(router(), ear)
    finally:
        await asyncio.to_thread(kept.close)


async def _keep_routing(router: Router, ear: Ear) -> None:
    while True:
        now = datetime.now(UTC)
        due_at = await asyncio.to_thread(router.work, now)
        nap = _LONGEST_NAP_SECONDS if due_at is None else (due_at - datetime.now(UTC)).total_seconds()
        await ear.newer(router.seen, min(max(nap, 0.0), _LONGEST_NAP_SECONDS))
