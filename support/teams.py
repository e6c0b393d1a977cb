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
    """An agent in a team: by account id. Without languages they speak all; without a capacity the team's counts.

    `skills` are what they know more of than others do: see Wanted.topics.
    """

    agent: str
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom it answers (an empty list: all), who is in it, when, how soon, and what happens otherwise.

    `labels` are what agents put on a conversation; `skills` are what the bot took it to be about (Wanted.topics).
    """

    id: str
    name: str
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
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
    """What a team is chosen by.

    `topics`: what the conversation seems to be about: names and tags of the articles that came first, intents.
    """

    channel: str
    language: str | None = None
    labels: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


def choose(wanted: Wanted, teams: Sequence[Team]) -> Team:
    """Return the team that was made most exactly for this; where none was, the first for no label or skill."""
    fitting = [team for team in teams if _fits(wanted, team)]
    if fitting:
        return max(fitting, key=_exactness)  # of several, max gives the first
    return next((team for team in teams if not (team.labels or team.skills)), teams[0] if teams else SUPPORT)


def one_of(teams: Sequence[Team], id: str | None) -> Team:
    """Return the team with this id; the first one for what belongs to a team that is no more."""
    return next((team for team in teams if team.id == id), teams[0])


def _fits(wanted: Wanted, team: Team) -> bool:
    speaks = not team.languages or wanted.language in (None, *team.languages)
    is_there = not team.channels or wanted.channel in team.channels
    is_labelled = not team.labels or not wanted.labels.isdisjoint(team.labels)
    return speaks and is_there and is_labelled and (not team.skills or _knows(team.skills, wanted))


def _knows(skills: Collection[str], wanted: Wanted) -> bool:
    return not (wanted.topics | wanted.labels).isdisjoint(skills)


def _exactness(team: Team) -> int:
    """Labels were put on by people, so they count most; what it is about is the bot's guess."""
    return 8 * bool(team.labels) + 4 * bool(team.skills) + 2 * bool(team.channels) + bool(team.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A member at work: how many conversations they hold, and when they were last given one."""

    id: str
    presence: Presence
    capacity: int
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    held: int = 0
    given_at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether they can take one more."""
        return self.presence is Presence.ONLINE and self.held < self.capacity

    def speaks(self, language: str | None) -> bool:
        """Whether they speak it; where nothing is known of either, they do."""
        return not self.languages or language in (None, *self.languages)


def fair(language: str | None, agents: Collection[Agent], topics: Collection[str] = ()) -> Agent | None:
    """Return the free one who speaks the language and has waited longest since they were given one.

    Where nobody in the team speaks it, present or not, the language does not count. Who knows most of the topics
    comes first; but nobody waits for an expert who is busy, as they do for somebody who understands them.
    """
    able = [agent for agent in agents if agent.speaks(language)] or agents
    return min((agent for agent in able if agent.is_free), key=lambda agent: _turn(agent, topics), default=None)


def _turn(agent: Agent, topics: Collection[str]) -> tuple[int, datetime, int, str]:
    known = sum(topic in agent.skills for topic in topics)
    return -known, agent.given_at or datetime.min.replace(tzinfo=UTC), agent.held, agent.id


def presence(seen_at: datetime | None, is_busy: bool, now: datetime) -> Presence:
    """Return whether an agent is there who was last heard of then, and perhaps wants to be left alone."""
    if seen_at is None or now - seen_at >= SILENCE:
        return Presence.OFFLINE
    return Presence.BUSY if is_busy else Presence.ONLINE
