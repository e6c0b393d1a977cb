"""What an agent says to a customer: words, files, or a template of the channel's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk import files
from support.errors import Refused, TooLong
from support.handoffs import Handoff
from support.messages import Author, Message
from support.ports import UnitOfWork
from support.staff import Account

LONGEST = 4000
"""Characters of a reply or a note: as many as any channel takes in one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`files` are keys of what was chosen; `template`: {name, language, parameters}, `text` then its words."""

    text: str = ""
    files: tuple[str, ...] = ()
    template: Mapping[str, Any] | None = None


def message(uow: UnitOfWork, handoff: Handoff, agent: Account, reply: Reply, *, id: str, now: datetime) -> Message:
    """Return what is to be posted. Raises: NotFound for a file that is not theirs, Refused, TooLong."""
    attachments = files.chosen(uow, handoff.conversation_id, agent, reply.files)
    return Message(
        id=id,
        conversation_id=handoff.conversation_id,
        author=Author.AGENT,
        name=agent.name,
        text=checked(reply.text, may_be_empty=bool(attachments)),
        sent_at=now,
        language=handoff.context.get("language"),
        attachments=attachments,
        data={"by": agent.id} | ({"template": reply.template} if reply.template else {}),
    )


def checked(text: str, *, may_be_empty: bool = False) -> str:
    """Return words as they are kept. Raises: Refused, TooLong."""
    words = text.strip()
    if not words and not may_be_empty:
        raise Refused("there are no words in it")
    if len(words) > LONGEST:
        raise TooLong(f"that is more than {LONGEST} characters")
    return words
