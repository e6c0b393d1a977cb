"""Watches over open handoffs, kept in step with what happens to them; the caller commits."""

from dataclasses import replace
from datetime import timedelta

from desk.expecting import labels_of, theirs, topics_of
from desk.rounds import Round
from support import mail
from support.events import HolderChanged
from support.handoffs import Handoff, Outcome, is_angry
from support.hours import is_open
from support.messages import Author, ConversationId, Message, channel_of
from support.surveys import Rating
from support.watches import Watch, next_at, urgency, watch

_TELLS_ITSELF = "webchat"
"""The chat shows who has joined by the holder; elsewhere it takes a message."""

_LATEST_QUESTION = timedelta(days=1)
"""Nobody wants to be asked about what was long ago, because we were down."""

_LOOK_BACK = 50


def moved(round: Round, handoff_id: str) -> None:
    """Have the watch over a handoff know how it stands now."""
    handoff = round.uow.handoffs.get(handoff_id)
    if handoff.closed_at is not None:
        round.uow.watches.remove(handoff_id)
        _ask(round, handoff)
        return
    before = round.uow.watches.get(handoff_id)
    over = before or _begun(round, handoff)
    if handoff.taken_by is not None and (before is None or before.agent != handoff.taken_by):
        _greet(round, handoff)
    keep(round, over.moved(handoff, round.now), handoff)


def _begun(round: Round, handoff: Handoff) -> Watch:
    """Return a new watch that knows what was said since the handoff was opened: that may have been long ago."""
    labels = labels_of(round.uow, handoff.conversation_id)
    topics = topics_of(round.uow, handoff.context)
    over = watch(handoff, round.team(handoff.team).id, is_angry=is_angry(handoff), labels=labels, topics=topics)
    boxes = (round.uow.inbox, round.uow.outbox)
    said = [message for box in boxes for message in box.messages(handoff.conversation_id, _LOOK_BACK)]
    for message in sorted(said, key=lambda message: message.sent_at):
        over = over.heard(message) if message.sent_at >= over.opened_at else over
    return over


def heard(round: Round, message: Message) -> None:
    """Have the watches know of a message."""
    if message.author is Author.BOT:
        return
    for over in round.uow.watches.of([message.conversation_id]):
        after = over.heard(message) if message.sent_at >= over.opened_at else over
        if after != over:
            keep(round, after, round.uow.handoffs.get(over.handoff_id))


def labelled(round: Round, conversation_id: ConversationId) -> None:
    """Have the watches over all that a contact waits for know what they are labelled with now."""
    labels = tuple(sorted(labels_of(round.uow, conversation_id)))
    for over in round.uow.watches.of(theirs(round.uow, conversation_id)):
        keep(round, replace(over, labels=labels), round.uow.handoffs.get(over.handoff_id))


def keep(round: Round, over: Watch, handoff: Handoff) -> None:
    """Write a watch back with its urgency and when to look at it again."""
    if not round.is_here:
        return round.uow.watches.save(over, None)
    team = round.team(over.team)
    level = max(handoff.priority, urgency(over, team, round.now))
    if level != handoff.priority:
        save(round, replace(handoff, priority=level))
    over = replace(over, priority=level)
    round.uow.watches.save(over, next_at(over, team, round.now))


def save(round: Round, handoff: Handoff) -> None:
    """Keep a changed handoff, and tell of it."""
    round.uow.handoffs.save(handoff)
    round.uow.record(HolderChanged(handoff=handoff, at=round.now))


def post(round: Round, handoff: Handoff, what: str, id: str) -> None:
    """Say something to the customer, once."""
    mail.post(round.uow, replace(round.say(handoff, what, round.now), id=f"{handoff.id}/{id}"))


def _greet(round: Round, handoff: Handoff) -> None:
    """Note how long they waited, and say who has come, unless they have spoken for themselves."""
    team, taken_at = round.team(handoff.team), handoff.taken_at or round.now
    if is_open(team.hours, handoff.opened_at):  # who came at night waited for the morning, not for us
        waited = (taken_at - handoff.opened_at).total_seconds()
        round.uow.waits.put(handoff.id, team.id, handoff.opened_at, max(waited, 0.0))
    is_told = channel_of(handoff.conversation_id) == _TELLS_ITSELF
    if not is_told and not _has_answered(round, handoff):
        account = round.uow.accounts.find(str(handoff.taken_by))
        named = replace(handoff, taken_by=account.name if account else handoff.taken_by)
        post(round, named, "joined", f"joined/{handoff.taken_by}")


def _ask(round: Round, handoff: Handoff) -> None:
    """Ask how it was, once, when somebody answered and settled it."""
    closed_at = handoff.closed_at or round.now
    is_wanted = handoff.outcome is Outcome.RESOLVED and round.now - closed_at < _LATEST_QUESTION
    if round.survey is None or not is_wanted or not _has_answered(round, handoff):
        return
    asked = Rating(
        handoff_id=handoff.id,
        conversation_id=handoff.conversation_id,
        survey=round.survey,
        asked_at=round.now,
        agent=handoff.taken_by,
        team=handoff.team,
    )
    if round.uow.ratings.ask(asked):
        post(round, handoff, "survey", "survey")


def _has_answered(round: Round, handoff: Handoff) -> bool:
    """Whether a person has said something since it was opened."""
    said = round.uow.outbox.messages(handoff.conversation_id, _LOOK_BACK)
    return any(message.author is Author.AGENT and message.sent_at >= handoff.opened_at for message in said)
