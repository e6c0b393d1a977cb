"""What another desk has to be told, and what it tells us: kept in a box of its own, like messages on their way."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from support.handoffs import Holder
from support.messages import Attachment, Author, ConversationId, Message, address_of, conversation
from support.receipts import Status

_BACK_QUEUE = ".in"
"""After a target's name: the queue of what it tells us."""


class Told(str, Enum):
    """What has happened; the names are those of the signed webhook."""

    OPENED = "handoff.opened"
    TAKEN = "handoff.taken"
    CLOSED = "handoff.closed"
    RECEIVED = "message.received"
    POSTED = "message.posted"
    STATUS = "message.status"


class Back(str, Enum):
    """What people at another desk do with a conversation."""

    REPLY = "reply"
    NOTE = "note"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing to tell a target. `sequence` is the event's place in the log, so that none is told twice.

    `message_id` is what was said, or what a status is about; what it says is looked up when it is told.
    `is_known`: the target has a conversation for this handoff already, in which it goes on.
    """

    target: str
    told: Told
    conversation_id: ConversationId
    handoff_id: str
    sequence: int
    at: datetime
    message_id: str | None = None
    status: Status | None = None
    fault: str | None = None
    is_known: bool = False

    @property
    def id(self) -> str:
        """Return what it is known by, here and there."""
        return f"{self.target}/{self.sequence}.{self.told.value}.{self.handoff_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A handoff as a target has it: `external_id` is the target's name for its conversation, once it has one.

    `holder` is who held it at the place in the log up to which the target's errands are written.
    `is_closed_there`: it was ended at the target, which need not be told.
    `status_at`: when it was last ended or opened again there, in the target's own time; words of it come in any order.
    """

    target: str
    handoff_id: str
    conversation_id: ConversationId
    opened_at: datetime
    external_id: str | None = None
    holder: Holder = Holder.QUEUE
    is_closed_there: bool = False
    status_at: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether people hold it."""
        return self.holder is not Holder.BOT

    def known_as(self, external_id: str | None) -> "Thread":
        """Return it under the target's name for it, or without one: it is gone there."""
        return replace(self, external_id=external_id)


def queue(target: str) -> str:
    """Return the name of the queue of what this target tells us."""
    return target + _BACK_QUEUE


def as_message(errand: Errand) -> Message:
    """Return the errand as a box keeps it."""
    data = {
        "handoff_id": errand.handoff_id,
        "sequence": errand.sequence,
        "message_id": errand.message_id,
        "status": errand.status.value if errand.status else None,
        "fault": errand.fault,
        "is_known": errand.is_known,
    }
    return Message(
        id=errand.id,
        conversation_id=conversation(errand.target, errand.conversation_id),
        author=Author.BOT,
        text=errand.told.value,
        sent_at=errand.at,
        data=data,
    )


def errand_of(message: Message) -> Errand:
    """Return the errand that was kept."""
    data = dict(message.data)
    status = data.pop("status")
    return Errand(
        **data,
        target=message.id.partition("/")[0],
        told=Told(message.text),
        conversation_id=ConversationId(address_of(message.conversation_id)),
        at=message.sent_at,
        status=Status(status) if status else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One thing that people at a target did; `id` is the target's own, so that the same told twice is done once.

    It is about the handoff that the target calls `external_id`, or else about `handoff_id`.
    `at` is the target's own time, in seconds.
    """

    target: str
    back: Back
    id: str
    external_id: str = ""
    handoff_id: str = ""
    agent: str = ""
    text: str = ""
    files: tuple[Attachment, ...] = ()
    at: float = 0.0


def back_as_message(returned: Returned, thread: Thread, now: datetime) -> Message:
    """Return it as a box keeps it; what an agent said will go to the customer under the same id."""
    return Message(
        id=f"{returned.target}:{returned.id}",
        conversation_id=conversation(queue(returned.target), thread.conversation_id),
        author=Author.AGENT,
        name=returned.agent or None,
        text=returned.text,
        sent_at=now,
        attachments=returned.files,
        data={"back": returned.back.value, "handoff_id": thread.handoff_id, "at": returned.at},
    )
