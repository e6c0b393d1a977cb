"""A working day at the desk: customers of many languages and channels, for whoever wants to see it full."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk import answering, contacts
from desk.handing_over import open_handoff
from desk.replies import Reply
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Reason
from support.messages import Author, ConversationId, Message
from support.staff import Account

Hit = tuple[str, str, float]
"""An article's name, its title and how near it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a customer asks, and what the bot makes of it."""

    asks: str
    answer: str = ""
    intent: str = "knowledge_unsure"
    confidence: float = 0.58
    hits: Sequence[Hit] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who writes; `minutes` ago they asked for a person."""

    id: ConversationId
    name: str
    language: str
    minutes: float
    reason: Reason = Reason.ASKED
    phone: str | None = None
    slots: tuple[tuple[str, str], ...] = ()

    def waits(self, books: SqlBooks, *turns: Turn) -> None:
        """Have them ask all of this and then be handed over."""
        for number, turn in enumerate(turns):
            at = self._at(-2 * (len(turns) - number))
            asked = self.asks(books, turn.asks, at)
            if turn.answer:
                self._answers(books, asked, turn, at + timedelta(seconds=2))
        self._calls(books, asked)

    def asks(self, books: SqlBooks, text: str, at: datetime) -> Message:
        """Have them write."""
        said = self.said(text, at)
        with books.writing() as uow:
            mail.receive(uow, said, now=at)
            contacts.meet(uow, said)
            uow.commit()
        return said

    def said(self, text: str, at: datetime, **more: Any) -> Message:
        """Return a message of theirs."""
        data = {"verified": {"phone": self.phone}} if self.phone else {}
        return Message(
            id=f"{self.id}:{uuid.uuid4()}",
            conversation_id=self.id,
            author=Author.CUSTOMER,
            text=text,
            sent_at=at,
            language=self.language,
            name=self.name,
            data=data,
            **more,
        )

    def hears(self, books: SqlBooks, agent: Account, text: str, *, after: float) -> None:
        """Have an agent answer so many minutes after the handoff."""
        at = self._at(after)
        with books.writing() as uow:
            answering.take(uow, self.id, agent, now=at - timedelta(seconds=40))
            answering.reply(uow, self.id, agent, Reply(text=text), id=str(uuid.uuid4()), now=at)
            said = uow.outbox.messages(self.id)[-1]
            mail.sent(uow, said, 0, f"wamid.{said.id}")
            uow.commit()

    def _answers(self, books: SqlBooks, asked: Message, turn: Turn, at: datetime) -> None:
        decision = {
            "intent": turn.intent,
            "confidence": turn.confidence,
            "cause": None,
            "language": self.language,
            "language_certainty": 0.97,
            "hits": [
                {"slug": slug, "title": title, "score": score, "language": self.language}
                for slug, title, score in turn.hits
            ],
        }
        said = Message(
            id=f"{asked.id}/0",
            conversation_id=self.id,
            author=Author.BOT,
            text=turn.answer,
            sent_at=at,
            language=self.language,
            data={"decision": decision},
        )
        with books.writing() as uow:
            mail.echo(uow, said)
            uow.commit()

    def _calls(self, books: SqlBooks, asked: Message) -> None:
        context = {
            "language": self.language,
            "language_certainty": 0.97,
            "slots": {"language": self.language} | dict(self.slots),
        }
        with books.writing() as uow:
            open_handoff(
                uow, self.id, reason=self.reason, opened_by=asked.id, context=context, now=self._at(-2) + _A_MOMENT
            )
            uow.commit()

    def _at(self, minutes: float) -> datetime:
        return datetime.now(UTC) - timedelta(minutes=self.minutes - minutes)


_A_MOMENT = timedelta(seconds=5)
