"""An agent's answer from which writers or trainers are to learn. The caller commits."""

from collections.abc import Sequence
from datetime import datetime
from itertools import dropwhile, takewhile

from desk.cards import Tried, turns_of, wants
from desk.handing_over import transcript
from desk.replies import LONGEST
from support.errors import NotAllowed, NotFound, Refused, TooLong
from support.marks import Mark, MarkKind
from support.messages import Author, Message
from support.ports import UnitOfWork
from support.staff import Account, Role

WHOSE = {MarkKind.ARTICLE: Role.WRITER, MarkKind.KNOWN: Role.TRAINER}
"""Who sees to a mark of each kind."""


def mark(uow: UnitOfWork, message_id: str, kind: MarkKind, note: str, by: Account, *, now: datetime) -> Mark:
    """Mark an agent's reply; once more changes the note alone. Raises: NotFound, Refused, TooLong."""
    if len(note) > LONGEST:
        raise TooLong(f"that is more than {LONGEST} characters")
    delivery = uow.outbox.get(message_id)
    if delivery is None:
        raise NotFound("there is no such reply")
    if delivery.message.author is not Author.AGENT:
        raise Refused("only what a person answered can be learnt from")
    found = _mark(uow, delivery.message, kind, note.strip(), by, now)
    uow.marks.put(found)
    return found


def _mark(uow: UnitOfWork, reply: Message, kind: MarkKind, note: str, by: Account, now: datetime) -> Mark:
    question, turn = answered(reply, transcript(uow, reply.conversation_id))
    row = uow.conversations.get(reply.conversation_id)
    return Mark(
        id=f"{kind.value}:{reply.id}",
        kind=kind,
        message_id=reply.id,
        conversation_id=reply.conversation_id,
        question=question,
        answer=reply.text,
        language=reply.language or row.language,
        marked_by=by.id,
        marked_at=now,
        note=note,
        tried=tuple(turn.hits) if turn else (),
    )


def answered(reply: Message, said: Sequence[Message]) -> tuple[str, Tried | None]:
    """Return the customer's words that a reply answered, and what the bot had made of them where it had read them.

    The words since an agent's reply before; where the bot had them first, what it did not answer of them.
    """
    earlier = [*takewhile(lambda message: message.id != reply.id, said)]
    own = dropwhile(_is_agents, reversed(earlier))  # an answer may take several messages
    since = [*takewhile(lambda message: not _is_agents(message), own)][::-1]
    turns = tuple(turns_of(since))
    if turns:
        question = wants(turns, since)
        return question, next((turn for turn in turns if turn.question == question), turns[-1])
    return "\n".join(message.text for message in since if message.author is Author.CUSTOMER), None


def _is_agents(message: Message) -> bool:
    return message.author is Author.AGENT


def waiting(uow: UnitOfWork, account: Account, *, done: bool = False) -> list[Mark]:
    """Return what this account is to see to, newest first; with `done`, what was seen to."""
    return uow.marks.all({kind for kind, role in WHOSE.items() if account.may({role})}, done=done)


def see_to(uow: UnitOfWork, id: str, by: Account, *, now: datetime) -> Mark:
    """Note that an article was written, or the bot taught. Raises: NotFound, NotAllowed."""
    found = uow.marks.get(id)
    if not by.may({WHOSE[found.kind]}):
        raise NotAllowed(f"that is for a {WHOSE[found.kind].value} to see to")
    done = found.done(by.id, now)
    uow.marks.put(done)
    return done
