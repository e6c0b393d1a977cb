"""Watching over a handoff: what is due when, by its team's rules; a fold of what happens."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from support.clocks import Course
from support.handoffs import Handoff, Reason
from support.hours import later
from support.messages import ConversationId, Message
from support.teams import Step, Team, Timer, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An open handoff as the router sees it.

    `queued_at`: since when nobody has it; None while somebody does. `answered_at`: a person's first reply.
    `asked_at`: the first customer's word that no person has answered since. `done`: keys of what was done.
    """

    handoff_id: str
    conversation_id: ConversationId
    team: str
    opened_at: datetime
    reason: Reason = Reason.ASKED
    is_angry: bool = False
    language: str | None = None
    labels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    agent: str | None = None
    priority: int = 0
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None
    snoozed_until: datetime | None = None
    done: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        """Return what promises are measured by."""
        return Course(opened_at=self.opened_at, answered_at=self.answered_at, asked_at=self.asked_at)

    def heard(self, message: Message) -> "Watch":
        """Return it after something was said."""
        after = self.course.heard(message)
        return replace(self, answered_at=after.answered_at, asked_at=after.asked_at)

    def moved(self, handoff: Handoff, now: datetime) -> "Watch":
        """Return it after the handoff changed: it was taken, given back, given to another team."""
        queued_at = None if handoff.taken_by else self.queued_at or now
        return replace(
            self,
            team=handoff.team or self.team,
            agent=handoff.taken_by,
            priority=handoff.priority,
            queued_at=queued_at,
            snoozed_until=handoff.snoozed_until,
        )

    def did(self, key: str) -> "Watch":
        """Return it with this noted as done."""
        return replace(self, done=(*self.done, key))


def watch(
    handoff: Handoff,
    team: str,
    *,
    is_angry: bool = False,
    labels: Collection[str] = (),
    topics: Collection[str] = (),
) -> Watch:
    """Return the watch over a handoff that was just opened."""
    return Watch(
        handoff_id=handoff.id,
        conversation_id=handoff.conversation_id,
        team=team,
        opened_at=handoff.opened_at,
        reason=handoff.reason,
        is_angry=is_angry,
        language=handoff.context.get("language"),
        labels=tuple(sorted(labels)),
        topics=tuple(sorted(topics)),
        agent=handoff.taken_by,
        priority=handoff.priority,
        queued_at=None if handoff.taken_by else handoff.opened_at,
    )


def began_at(over: Watch, timer: Timer) -> datetime | None:
    """Return since when a timer is running, None where it is not."""
    return over.queued_at if timer is Timer.UNTAKEN else over.course.began_at(timer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A step and when it comes; `key` is what is noted when it is done: once for each time a timer runs."""

    at: datetime
    key: str
    step: Step


def dues(over: Watch, team: Team) -> list[Due]:
    """Return the steps that are to come and were not done yet, the next one first."""
    found = [due for step in team.steps if (due := _due(over, team, step)) is not None]
    return sorted((due for due in found if due.key not in over.done), key=lambda due: due.at)


def _due(over: Watch, team: Team, step: Step) -> Due | None:
    began = began_at(over, step.timer)
    minutes = step.after if step.after is not None else team.sla.minutes(step.timer)
    if began is None or minutes is None:
        return None
    at = later(team.hours, began, timedelta(minutes=minutes))
    if at is None:
        return None
    wakes = over.snoozed_until if over.agent else None  # who put it off till tomorrow is not hurried today
    key = f"{team.id}/{step.key}/{began.timestamp():.0f}"
    return Due(at=max(at, wakes or at), key=key, step=step)


def urgency(over: Watch, team: Team, now: datetime) -> int:
    """Return the highest level whose conditions are met."""
    return max((rule.level for rule in team.urgencies if _applies(rule, over, team, now)), default=0)


def _applies(rule: Urgency, over: Watch, team: Team, now: datetime) -> bool:
    is_it = rule.reason in (None, over.reason) and (over.is_angry or not rule.is_angry)
    waits = waited_at(rule, over, team)
    return (
        is_it and rule.label in (None, *over.labels) and (rule.waited is None or (waits is not None and waits <= now))
    )


def waited_at(rule: Urgency, over: Watch, team: Team) -> datetime | None:
    """Return when a conversation that waits still will have waited as long as the rule says."""
    if rule.waited is None or over.queued_at is None:
        return None
    return later(team.hours, over.queued_at, timedelta(minutes=rule.waited))


def next_at(over: Watch, team: Team, now: datetime) -> datetime | None:
    """Return when this handoff must be looked at again, None where nothing is to come."""
    rising = [waited_at(rule, over, team) for rule in team.urgencies if rule.level > over.priority]
    times = [*(due.at for due in dues(over, team)), *(at for at in rising if at is not None and at > now)]
    return min(times, default=None)
