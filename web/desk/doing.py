"""What an agent can do with a conversation, by the name it has in the address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.texts import texts
from desk import answering
from desk.replies import Reply
from support.handoffs import Outcome
from support.messages import ConversationId
from support.ports import UnitOfWork
from support.staff import Account
from web.desk import asking


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, to what, when, and what they sent along."""

    conversation_id: ConversationId
    agent: Account
    body: dict[str, Any]
    now: datetime
    reply: Reply = field(default_factory=Reply)


Deed = Callable[[UnitOfWork, Doing], None]


def _take(uow: UnitOfWork, act: Doing) -> None:
    answering.take(uow, act.conversation_id, act.agent, now=act.now)


def _reply(uow: UnitOfWork, act: Doing) -> None:
    id = asking.own_id(act.body)
    answering.reply(uow, act.conversation_id, act.agent, act.reply, id=id, now=act.now)


def _note(uow: UnitOfWork, act: Doing) -> None:
    id, text = asking.own_id(act.body), asking.text(act.body, "text")
    answering.note(uow, act.conversation_id, act.agent, text, id=id, now=act.now)


def _labels(uow: UnitOfWork, act: Doing) -> None:
    changed = {name: asking.texts(act.body, name) for name in ("add", "remove") if name in act.body}
    if changed:
        answering.relabel(uow, act.conversation_id, act.agent, **changed, now=act.now)
    else:
        answering.label(uow, act.conversation_id, act.agent, asking.texts(act.body, "labels"), now=act.now)


def _assign(uow: UnitOfWork, act: Doing) -> None:
    answering.assign(uow, act.conversation_id, act.agent, to=asking.optional(act.body, "to"), now=act.now)


def _transfer(uow: UnitOfWork, act: Doing) -> None:
    to, team = asking.optional(act.body, "to"), asking.optional(act.body, "team")
    handoff = answering.transfer(uow, act.conversation_id, act.agent, to=to, team=team, now=act.now)
    words = asking.optional(act.body, "note")
    if words:
        id = f"{handoff.id}/transfer.{act.now.timestamp():.6f}"
        answering.note(uow, act.conversation_id, act.agent, words, id=id, now=act.now)


def _snooze(uow: UnitOfWork, act: Doing) -> None:
    answering.snooze(uow, act.conversation_id, act.agent, until=asking.time(act.body, "until"), now=act.now)


def _resolve(uow: UnitOfWork, act: Doing) -> None:
    """The agent's last words are farewell enough."""
    words = asking.optional(act.body, "message") or None
    _end(uow, act, Outcome.RESOLVED, words, None if words else _farewell(uow, act.conversation_id))


def _return(uow: UnitOfWork, act: Doing) -> None:
    """Whatever the agent says, the customer has to know who answers next."""
    _end(uow, act, Outcome.RETURNED, asking.optional(act.body, "message") or None, _farewell(uow, act.conversation_id))


def _end(uow: UnitOfWork, act: Doing, outcome: Outcome, words: str | None, farewell: str | None) -> None:
    answering.end(uow, act.conversation_id, act.agent, outcome=outcome, words=words, farewell=farewell, now=act.now)


def _farewell(uow: UnitOfWork, conversation_id: ConversationId) -> str:
    return texts(uow.conversations.get(conversation_id).language or "").get("bot", "handover_closed")


def _retry(uow: UnitOfWork, act: Doing) -> None:
    answering.retry(uow, act.conversation_id, asking.text(act.body, "message_id"), now=act.now)


DEEDS: dict[str, Deed] = {
    "take": _take,
    "reply": _reply,
    "note": _note,
    "labels": _labels,
    "assign": _assign,
    "transfer": _transfer,
    "snooze": _snooze,
    "resolve": _resolve,
    "return": _return,
    "retry": _retry,
}
