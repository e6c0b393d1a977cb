"""The list of conversations: each row follows from the event log, event by event."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from support.clocks import UNASKING, Course
from support.events import (
    Event,
    HolderChanged,
    LabelsChanged,
    LanguageChanged,
    MessageAmended,
    MessagePosted,
    MessageReceived,
    RatingGiven,
)
from support.handoffs import Handoff, Holder, Outcome, Reason, holder
from support.messages import Author, ConversationId, Message, channel_of

LONGEST_TEXT = 200
"""Characters of the latest words: what a list shows."""


class View(str, Enum):
    """What an agent looks at; `bot` is what nobody has been called to, `resolved` what people brought to an end."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"
    BOT = "bot"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One row of the inbox.

    `waiting_since`: the first word of the customer that nobody has answered since. While people hold the conversation
    only their words answer. `handoff_id` to `wants`, what they asked before it, tell of the latest handoff, open or
    closed; `left_email` is an address to answer at, `answered_at` and `asked_at` are as in support.clocks.Course.
    `snoozed_until` counts until the customer writes again; `seen_snooze` is what the handoff said of it last.
    `resolved_at` counts until the customer writes of something else; `settled_at` is when the latest handoff was
    resolved, come what may.
    """

    conversation_id: ConversationId
    channel: str
    last_at: datetime
    last_author: Author = Author.CUSTOMER
    last_text: str = ""
    last_id: str = ""
    language: str | None = None
    name: str | None = None
    customer_at: datetime | None = None
    waiting_since: datetime | None = None
    holder: Holder = Holder.BOT
    handoff_id: str | None = None
    reason: Reason | None = None
    taken_by: str | None = None
    team: str | None = None
    priority: int = 0
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None
    left_email: str | None = None
    wants: str = ""
    snoozed_until: datetime | None = None
    seen_snooze: datetime | None = None
    resolved_at: datetime | None = None
    settled_at: datetime | None = None
    labels: tuple[str, ...] = ()

    @property
    def course(self) -> Course | None:
        """Return what promises are measured by, None where nobody has promised anything: the bot answers."""
        if self.holder is Holder.BOT or self.opened_at is None:
            return None
        return Course(opened_at=self.opened_at, answered_at=self.answered_at, asked_at=self.asked_at)

    def is_snoozed(self, now: datetime) -> bool:
        """Whether it is out of sight."""
        return self.snoozed_until is not None and self.snoozed_until > now

    def shows_in(self, view: View, account_id: str, now: datetime) -> bool:
        """Whether it is part of what this account sees there."""
        if self.holder is Holder.BOT:
            return view is (View.BOT if self.resolved_at is None else View.RESOLVED)
        if self.is_snoozed(now) or view is View.SNOOZED:
            return self.is_snoozed(now) and view is View.SNOOZED
        is_mine, is_free = self.taken_by == account_id, self.holder is Holder.QUEUE
        return view is View.ALL or (view is View.MINE and is_mine) or (view is View.UNASSIGNED and is_free)


def after(row: Conversation | None, event: Event) -> Conversation | None:
    """Return the row once this has happened; None where there is no conversation yet."""
    match event:
        case MessageReceived(message=message) | MessagePosted(message=message):
            return _said(row or _begun(message.conversation_id, message.sent_at), message)
        case HolderChanged(handoff=handoff):
            return _in_hands(row or _begun(handoff.conversation_id, handoff.opened_at), handoff)
    return None if row is None else _noted(row, event)


def _begun(conversation_id: ConversationId, at: datetime) -> Conversation:
    return Conversation(conversation_id=conversation_id, channel=channel_of(conversation_id), last_at=at)


def _said(row: Conversation, message: Message) -> Conversation:
    row = replace(
        row,
        last_at=max(row.last_at, message.sent_at),  # a channel may bring what was said long ago
        last_author=message.author,
        last_text=message.full_text[:LONGEST_TEXT],
        last_id=message.id,
    )
    return _heard(_VOICES[message.author](row, message), message)


def _heard(row: Conversation, message: Message) -> Conversation:
    """Return the row with what the word means for promises."""
    if row.course is None:
        return row
    after = row.course.heard(message)
    return replace(row, answered_at=after.answered_at, asked_at=after.asked_at)


def _by_customer(row: Conversation, message: Message) -> Conversation:
    is_asking = message.kind not in UNASKING
    return replace(
        row,
        name=message.name or row.name,
        language=row.language or message.language,
        customer_at=max(row.customer_at or message.sent_at, message.sent_at),
        waiting_since=row.waiting_since or (message.sent_at if is_asking else None),
        snoozed_until=None,
        resolved_at=None,
    )


def _by_bot(row: Conversation, message: Message) -> Conversation:
    language = message.language or row.language
    if row.holder is not Holder.BOT:  # that a person comes is no answer yet
        return replace(row, language=language)
    return replace(row, language=language, waiting_since=None)


def _by_agent(row: Conversation, _message: Message) -> Conversation:
    return replace(row, waiting_since=None)


_VOICES: dict[Author, Callable[[Conversation, Message], Conversation]] = {
    Author.CUSTOMER: _by_customer,
    Author.BOT: _by_bot,
    Author.AGENT: _by_agent,
}


def _in_hands(row: Conversation, handoff: Handoff) -> Conversation:
    now = holder(handoff)
    is_over = now is Holder.BOT
    settled_at = handoff.closed_at if handoff.outcome is Outcome.RESOLVED else None
    is_new = handoff.id != row.handoff_id
    return replace(
        row,
        holder=now,
        handoff_id=handoff.id,
        reason=handoff.reason,
        taken_by=None if is_over else handoff.taken_by,
        team=handoff.team,
        priority=handoff.priority,
        opened_at=handoff.opened_at,
        answered_at=None if is_new else row.answered_at,
        asked_at=None if is_new else row.asked_at,
        left_email=handoff.context.get("email"),
        wants=str(handoff.context.get("wants") or "")[:LONGEST_TEXT],
        waiting_since=None if is_over else _waiting(row, handoff),
        resolved_at=settled_at,
        settled_at=settled_at,
        # What the customer's word has woken stays awake, whatever else changes.
        snoozed_until=row.snoozed_until if handoff.snoozed_until == row.seen_snooze else handoff.snoozed_until,
        seen_snooze=handoff.snoozed_until,
    )


def _waiting(row: Conversation, handoff: Handoff) -> datetime | None:
    """Return since when the customer waits: who is called a person has been told so, and waits all the same."""
    is_new = handoff.id != row.handoff_id and handoff.reason is not Reason.TAKEN_OVER
    return row.waiting_since or (handoff.opened_at if is_new else None)


def _noted(row: Conversation, event: Event) -> Conversation:
    match event:
        case MessageAmended(message=message) if message.id == row.last_id:
            return replace(row, last_text=message.full_text[:LONGEST_TEXT])
        case LanguageChanged(language=language):
            return replace(row, language=language)
        case LabelsChanged(labels=labels):
            return replace(row, labels=labels)
        case RatingGiven(handoff_id=handoff_id) if handoff_id == row.handoff_id:
            return replace(row, resolved_at=row.settled_at)  # how it was opens nothing anew
    return row


class Order(str, Enum):
    """What comes first of what people hold: the most urgent, then who waits longest; or what is due next."""

    URGENT = "urgent"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations to list: those of a view, an account's where the view is its own, and what they must have.

    `waiting_before`: the customer waits since then or longer. `words`: all of them said in one message, or in the
    customer's name, number or address.
    """

    view: View
    now: datetime
    account_id: str = ""
    channel: str | None = None
    language: str | None = None
    label: str | None = None
    team: str | None = None
    waiting_before: datetime | None = None
    words: tuple[str, ...] = ()
    order: Order = Order.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of the list; `next` is where the following one begins, None at the end."""

    rows: tuple[Conversation, ...]
    next: str | None
