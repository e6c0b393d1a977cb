"""What is done when a timer runs out: hurry, another team, a word, an address, the bot; the caller commits."""

from dataclasses import replace

from desk.expecting import has_mail
from desk.rounds import Round
from desk.watching import keep, post, save
from support.handoffs import Handoff, Outcome
from support.teams import MOST_URGENT, Step, Then
from support.watches import Due, Watch, dues

_MOST_AT_ONCE = 200
"""In one round, so that a Monday morning does not hold up who writes."""


def escalate(round: Round) -> None:
    """Do what is due, in every handoff that must be looked at."""
    for over in round.uow.watches.due(round.now, _MOST_AT_ONCE):
        handoff = round.uow.handoffs.get(over.handoff_id)
        if handoff.closed_at is not None:
            round.uow.watches.remove(over.handoff_id)
            continue
        if round.is_here:
            _work_off(round, over, handoff)
        else:
            keep(round, over, handoff)  # it was due when people answered here


def _work_off(round: Round, over: Watch, handoff: Handoff) -> None:
    """Do every step that has come; one that changes the team leaves the rest to the next look."""
    team = round.team(over.team)
    for due in dues(over, team):
        if due.at > round.now:
            break
        over, handoff = over.did(due.key), _done(round, handoff, due)
        if handoff.closed_at is not None:
            round.uow.watches.remove(handoff.id)
            return
        if handoff.team not in (None, team.id):
            break
    keep(round, over.moved(handoff, round.now), handoff)


def _done(round: Round, handoff: Handoff, due: Due) -> Handoff:
    after = _changed(round, handoff, due.step)
    if after != handoff:
        save(round, after)
    match due.step.then:
        case Then.TELL:
            post(round, after, "waiting", due.key)
        case Then.MAIL:
            post(round, after, "mail" if after.context.get("asks_mail") else "waiting", due.key)
        case Then.BOT:
            post(round, after, "untaken", due.key)
    return after


def _changed(round: Round, handoff: Handoff, step: Step) -> Handoff:
    """Return the handoff after a step."""
    match step.then:
        case Then.RAISE:
            return replace(handoff, priority=min(handoff.priority + 1, MOST_URGENT))
        case Then.TEAM if step.team in round.teams and step.team != handoff.team:
            return handoff.assign(None, round.now, team=step.team)
        case Then.MAIL if not has_mail(round.uow, handoff.conversation_id):
            return replace(handoff, context={**handoff.context, "asks_mail": True})
        case Then.BOT:
            return handoff.close(round.now, Outcome.RETURNED)
    return handoff
