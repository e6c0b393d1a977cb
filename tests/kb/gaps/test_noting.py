"""What becomes of a question, turn by turn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kb.gaps.noting import note
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.askings import Asking, Outcome
from support.messages import Author, ConversationId, Message
from tests.databases import with_tables

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HITS = [{"slug": "returns", "language": "en"}, {"slug": "refunds", "language": "en"}]


class Talk:
    """One customer, and what the bot decides."""

    def __init__(self, books: SqlBooks) -> None:
        self.books, self.number = books, 0

    def says(self, text: str, intent: str, *, hits: Any = HITS, after: timedelta = timedelta(), **decided: Any) -> None:
        self.number += 1
        payload = decided.pop("payload", None)
        message = Message(
            id=f"m{self.number}",
            conversation_id=ConversationId("webchat:a"),
            author=Author.CUSTOMER,
            text=text,
            sent_at=NOW + timedelta(seconds=self.number) + after,
            payload=payload,
        )
        with self.books.writing() as uow:
            note(uow, message, {"intent": intent, "hits": hits, "language": "en", **decided}, "en", message.sent_at)
            uow.commit()

    @property
    def asked(self) -> list[Asking]:
        with self.books.reading() as uow:
            return list(reversed(uow.askings.since(NOW, set(Outcome))))

    @property
    def outcomes(self) -> list[str]:
        return [each.outcome.value for each in self.asked]


@pytest.fixture
def talk() -> Talk:
    engine = open_engine("sqlite://")
    with_tables(engine)
    return Talk(SqlBooks(engine))


def test_an_answer_is_judged_by_what_is_said_next(talk: Talk) -> None:
    talk.says("how do I return this?", "knowledge_sure")
    assert talk.outcomes == ["answered"]
    talk.says("no", "answer_not_helpful")
    assert talk.outcomes == ["unhelpful"]
    talk.says("a person please", "ask_human")
    assert talk.outcomes == ["person"]


def test_what_was_found_is_kept_and_what_was_shown_apart_from_it(talk: Talk) -> None:
    talk.says("do you engrave cellos?", "out_of_scope")
    talk.says("returns?", "knowledge_unsure")

    nothing, offered = talk.asked
    assert (nothing.found, nothing.shown) == (("returns", "refunds"), ())
    assert offered.shown == ("returns", "refunds")


def test_who_takes_what_was_offered_was_answered(talk: Talk) -> None:
    talk.says("returns?", "knowledge_unsure")
    talk.says("When do I get my money?", "knowledge_sure", payload="article:refunds")

    (only,) = talk.asked
    assert (only.outcome, only.shown) == (Outcome.ANSWERED, ("refunds", "returns"))


def test_the_question_that_brought_a_person_counts_itself(talk: Talk) -> None:
    talk.says("cello?", "out_of_scope")
    talk.says("engraving?", "person_offered")
    talk.says("engrave my cello!", "needs_person", cause="missed_twice")
    assert talk.outcomes == ["nothing", "nothing", "person"]


def test_small_talk_is_no_question(talk: Talk) -> None:
    for text, intent in (("hi", "greet"), ("TM-1", "order_status"), ("asdf", "wordless"), ("???", "out_of_scope")):
        talk.says(text, intent)
    assert talk.asked == []


def test_a_person_asked_for_much_later_is_for_something_else(talk: Talk) -> None:
    talk.says("how do I return this?", "knowledge_sure")
    talk.says("a person please", "ask_human", after=timedelta(hours=1))
    assert talk.outcomes == ["answered"]


def test_who_asked_is_not_told(talk: Talk) -> None:
    talk.says("anna@example.com never got a mail", "out_of_scope")
    assert [each.text for each in talk.asked] == ["… never got a mail"]
