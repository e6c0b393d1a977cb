"""Who answers whom: teams, who of them is free, and what happens when nobody does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from support.handoffs import Reason
from support.hours import Hours

SILENCE = timedelta(seconds=60)
"""An agent of whom nothing was heard for so long has gone."""

MOST_URGENT = 3


class Assignment(str, Enum):
    """How a conversation comes to an agent: somebody takes it, or the free one gets it."""

    HAND = "hand"
    FREE = "free"


class Outside(str, Enum):
    """What happens outside opening hours: they wait, they are asked for an e-mail address too, or the bot goes on."""

    WAIT = "wait"
    MAIL = "mail"
    BOT = "bot"


class Timer(str, Enum):
    """What is waited for, in opening time."""

    UNTAKEN = "untaken"
    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"


class Then(str, Enum):
    """What follows when a timer runs out."""

    RAISE = "raise"
    TEAM = "team"
    TELL = "tell"
    MAIL = "mail"
    BOT = "bot"


class Presence(str, Enum):
    """Whether an agent is there to answer."""

    ONLINE = "online"
    BUSY = "busy"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """What a team promises, in minutes of its opening time; None promises nothing."""

    first_reply: int | None = None
    next_reply: int | None = None
    resolution: int | None = None

    def minutes(self, timer: Timer) -> int | None:
        """Return what is promised for a timer."""
        return {
            Timer.FIRST_REPLY: self.first_reply,
            Timer.NEXT_REPLY: self.next_reply,
            Timer.RESOLUTION: self.resolution,
        }.get(timer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do so many minutes of opening time after a timer began; without a number, when the SLA runs out."""

    timer: Timer
    then: Then
    after: int | None = None
    team: str | None = None

    @property
    def key(self) -> str:
        """Return what tells it from other steps."""
        return "-".join(map(str, filter(None, (self.timer.value, self.after, self.then.value, self.team))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """From which `level` on a conversation goes, for who meets every condition that is set; `waited` is in minutes."""

    level: int
    reason: Reason | None = None
    is_angry: bool = False
    waited: int | None = None
    label: str | None = None


URGENCIES = (
    Urgency(level=1, reason=Reason.ASKED),
    Urgency(level=2, is_angry=True),
    Urgency(level=2, waited=30),
    Urgency(level=MOST_URGENT, label="vip"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An agent in a team: by account id. Without languages they speak all; without a capacity the team's counts."""

    agent: str
    languages: tuple[str, ...] = ()
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom it answers (an empty list: all), who is in it, when, how soon, and what happens otherwise.

    `labels` are what a conversation is about or who the customer is: what the team can do and others cannot.
    """

    id: str
    name: str
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    assignment: Assignment = Assignment.HAND
    capacity: int = 5
    hours: Hours | None = None
    outside: Outside = Outside.MAIL
    sla: Sla = Sla()
    steps: tuple[Step, ...] = ()
    urgencies: tuple[Urgency, ...] = URGENCIES


SUPPORT = Team(
    id="support",
    name="Support",
    steps=(
        Step(timer=Timer.UNTAKEN, after=5, then=Then.TELL),
        Step(timer=Timer.UNTAKEN, after=20, then=Then.MAIL),
    ),
)
"""The team of a house that has set up none: everybody's, always open, and whoever is there takes what waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a team is chosen by."""

    channel: str
    language: str | None = None
    labels: frozenset[str] = frozenset()


def choose(wanted: Wanted, teams: Sequence[Team]) -> Team:
    """Return the team that was made most exactly for this; where none was, the first that asks for no label."""
    fitting = [team for team in teams if _fits(wanted, team)]
    if fitting:
        return max(fitting, key=_exactness)  # of several, max gives the first
    return next((team for team in teams if not team.labels), teams[0] if teams else SUPPORT)


def one_of(teams: Sequence[Team], id: str | None) -> Team:
    """Return the team with this id; the first one for what belongs to a team that is no more."""
    return next((team for team in teams if team.id == id), teams[0])


def _fits(wanted: Wanted, team: Team) -> bool:
    speaks = not team.languages or wanted.language in (None, *team.languages)
    is_there = not team.channels or wanted.channel in team.channels
    return speaks and is_there and (not team.labels or not wanted.labels.isdisjoint(team.labels))


def _exactness(team: Team) -> int:
    """Labels were put on by people, so they count most."""
    return 4 * bool(team.labels) + 2 * bool(team.channels) + bool(team.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A member at work: how many conversations they hold, and when they were last given one."""

    id: str
    presence: Presence
    capacity: int
    languages: tuple[str, ...] = ()
    held: int = 0
    given_at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether they can take one more."""
        return self.presence is Presence.ONLINE and self.held < self.capacity

    def speaks(self, language: str | None) -> bool:
        """Whether they speak it; where nothing is known of either, they do."""
        return not self.languages or language in (None, *self.languages)


def fair(language: str | None, agents: Collection[Agent]) -> Agent | None:
    """Return the free one who speaks the language and has waited longest since they were given one.

    Where nobody in the team speaks it, present or not, the language does not count.
    """
    able = [agent for agent in agents if agent.speaks(language)] or agents
    never = datetime.min.replace(tzinfo=UTC)
    return min((a for a in able if a.is_free), key=lambda a: (a.given_at or never, a.held, a.id), default=None)


def presence(seen_at: datetime | None, is_busy: bool, now: datetime) -> Presence:
    """Return whether an agent is there who was last heard of then, and perhaps wants to be left alone."""
    if seen_at is None or now - seen_at >= SILENCE:
        return Presence.OFFLINE
    return Presence.BUSY if is_busy else Presence.ONLINE
