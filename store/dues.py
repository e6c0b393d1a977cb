"""Which promise of a conversation runs out next, as the list is sorted by it: it follows from the row and its team."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.routing_tables import teams
from store.team_records import team_of
from support.clocks import running
from support.conversations import Conversation
from support.teams import SUPPORT, Team, one_of


class Dues:
    """Of one transaction; the teams are read when the first conversation is in people's hands, and not before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _teams(self) -> Sequence[Team]:
        bodies = self._connection.execute(select(teams.c.body).order_by(teams.c.place)).scalars()
        return list(map(team_of, bodies)) or [SUPPORT]

    def of(self, row: Conversation) -> datetime | None:
        """Return when the next promise runs out, None where none is running."""
        if row.course is None:
            return None
        clocks = running(row.course, one_of(self._teams, row.team))
        return clocks[0].due_at if clocks else None
