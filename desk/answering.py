"""What an agent does with a conversation. The caller commits; ids are made where the agent sits.

On a conversation that the bot holds, who takes, answers or assigns takes it over from the bot.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desk.handing_over import change, close, open_handoff
from desk.replies import Reply, checked, message
from support import mail
from support.deliveries import State
from support.errors import Conflict, HandoffTaken, NotFound, Refused
from support.events import LabelsChanged, NoteWritten
from support.handoffs import Handoff, Outcome, Reason
from support.messages import ConversationId
from support.notes import Note
from support.ports import UnitOfWork
from support.receipts import Status
from support.staff import Account, Role

_MOST_LABELS, _LONGEST_LABEL = 20, 40
_LONGEST_SNOOZE = timedelta(days=366)


def take(uow: UnitOfWork, conversation_id: ConversationId, agent: Account, *, now: datetime) -> Handoff:
    """Make the conversation this agent's, whoever held it but a colleague. Raises: HandoffTaken, NotFound."""
    before = _in_hand(uow, conversation_id, now)
    try:
        return change(uow, before, before.take(agent.id, now), by=agent.id, now=now)
    except HandoffTaken as taken:
        colleague = uow.accounts.find(taken.taken_by)
        name = None if colleague is None else colleague.name
        raise HandoffTaken(taken.handoff_id, taken.taken_by, name) from None


def reply(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, said: Reply, *, id: str, now: datetime
) -> None:
    """Say something to the customer, taking the conversation first; the same id says it once.

    Raises: HandoffTaken, Conflict for another message's id, NotFound, Refused.
    """
    known = uow.outbox.get(id)
    if known is None:
        handoff = take(uow, conversation_id, agent, now=now)
        mail.post(uow, message(uow, handoff, agent, said, id=id, now=now))
    elif (known.message.conversation_id, known.message.data.get("by")) != (conversation_id, agent.id):
        raise Conflict("another message has this id")


def note(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, text: str, *, id: str, now: datetime
) -> None:
    """Leave a word for colleagues; the same id leaves it once. Raises: NotFound, Refused."""
    uow.conversations.get(conversation_id)
    left = Note(
        id=id,
        conversation_id=conversation_id,
        written_by=agent.id,
        name=agent.name,
        text=checked(text),
        written_at=now,
    )
    if uow.notes.put(left):
        uow.record(NoteWritten(note=left))


def label(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, labels: Sequence[str], *, now: datetime
) -> None:
    """Have the conversation bear these labels and no others. Raises: NotFound, Refused."""
    wanted = tuple(dict.fromkeys(map(_label, labels)))
    if len(wanted) > _MOST_LABELS:
        raise Refused(f"a conversation has at most {_MOST_LABELS} labels")
    if wanted != uow.conversations.get(conversation_id).labels:
        uow.record(LabelsChanged(conversation_id=conversation_id, labels=wanted, by=agent.id, at=now))


def relabel(
    uow: UnitOfWork,
    conversation_id: ConversationId,
    agent: Account,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    now: datetime,
) -> None:
    """Put labels on and take others off, whatever colleagues have put on meanwhile. Raises: NotFound, Refused."""
    gone = set(map(_label, remove))
    kept = [label for label in uow.conversations.get(conversation_id).labels if label not in gone]
    label(uow, conversation_id, agent, [*kept, *add], now=now)


def assign(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, *, to: str | None, now: datetime
) -> Handoff:
    """Give the conversation to a colleague, whoever has it now, or back to all (None). Raises: NotFound, Refused."""
    return transfer(uow, conversation_id, agent, to=to, now=now)


def transfer(
    uow: UnitOfWork,
    conversation_id: ConversationId,
    agent: Account,
    *,
    to: str | None = None,
    team: str | None = None,
    now: datetime,
) -> Handoff:
    """Give the conversation to a team, to one of them where `to` says so. Raises: NotFound, Refused."""
    if to is not None:
        _must_answer(uow.accounts.find(to))
    before = _in_hand(uow, conversation_id, now)
    return change(uow, before, before.assign(to, now, team=team), by=agent.id, now=now)


def snooze(
    uow: UnitOfWork, conversation_id: ConversationId, agent: Account, *, until: datetime, now: datetime
) -> Handoff:
    """Put the conversation out of sight until then, or until the customer writes. Raises: NotFound, Refused."""
    if not now < until < now + _LONGEST_SNOOZE:
        raise Refused("a conversation can be put off until a time in the coming year")
    before = _in_hand(uow, conversation_id, now)
    return change(uow, before, before.snooze(until), by=agent.id, now=now)


def end(
    uow: UnitOfWork,
    conversation_id: ConversationId,
    agent: Account,
    *,
    outcome: Outcome,
    words: str | None,
    farewell: str | None,
    now: datetime,
) -> None:
    """Bring people's part to an end with the agent's last `words`; then the bot answers again, and says `farewell`.

    What has ended already stays as it is. Raises: HandoffTaken, NotFound, Refused.
    """
    latest = _latest(uow, conversation_id)
    if latest is None or latest.closed_at is not None:
        return
    handoff = take(uow, conversation_id, agent, now=now)
    if words is not None:
        id = f"{handoff.id}/last.{now.timestamp():.6f}"
        mail.post(uow, message(uow, handoff, agent, Reply(text=words), id=id, now=now))
    close(uow, handoff.id, farewell=farewell, now=now, outcome=outcome, by=agent.id)


def retry(uow: UnitOfWork, conversation_id: ConversationId, message_id: str, *, now: datetime) -> None:
    """Send again what did not reach the customer. Raises: NotFound, Conflict for what has not failed."""
    found = uow.outbox.get(message_id)
    if found is None or found.message.conversation_id != conversation_id:
        raise NotFound("there is no such message in this conversation")
    if found.state is State.DEAD:
        uow.outbox.revive(message_id, now)
    elif uow.receipts.of([message_id]).get(message_id, (None, None))[0] is Status.FAILED:
        # What the channel took and then could not deliver is said anew: it keeps a message's id for good.
        mail.post(uow, replace(found.message, id=f"{message_id}/retry", sent_at=now))
    else:
        raise Conflict("this message has not failed")


def _in_hand(uow: UnitOfWork, conversation_id: ConversationId, now: datetime) -> Handoff:
    """Return the open handoff, kept from others; where the bot holds the conversation, a new one. Raises: NotFound."""
    latest = _latest(uow, conversation_id)
    if latest is not None and latest.closed_at is None:
        return _awake(uow, uow.handoffs.get(latest.id), now)
    row = uow.conversations.get(conversation_id)
    return open_handoff(
        uow,
        conversation_id,
        reason=Reason.TAKEN_OVER,
        opened_by=f"{conversation_id}/taken-over.{now.timestamp():.6f}",
        context={"language": row.language},
        now=now,
    )


def _latest(uow: UnitOfWork, conversation_id: ConversationId) -> Handoff | None:
    uow.conversations.get(conversation_id)
    uow.conversations.keep_still(conversation_id)
    return uow.handoffs.latest(conversation_id)


def _awake(uow: UnitOfWork, handoff: Handoff, now: datetime) -> Handoff:
    """Return it without a snooze that a word of the customer's has ended: the same time may be chosen again."""
    if handoff.snoozed_until is None or uow.conversations.get(handoff.conversation_id).snoozed_until is not None:
        return handoff
    return change(uow, handoff, handoff.snooze(None), by=None, now=now)


def _must_answer(account: Account | None) -> None:
    if account is None or not account.may({Role.AGENT}):
        raise Refused("nobody of that name answers customers here")


def _label(text: str) -> str:
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not 0 < len(name) <= _LONGEST_LABEL:
        raise Refused(f"a label has 1 to {_LONGEST_LABEL} characters")
    return name
