"""What customers asked, and the gaps it shows, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.unit_of_work import SqlBooks
from support.askings import GAPS, Asking, Gap, GapState, Outcome
from support.errors import NotFound

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ASKED = Asking(
    id="m1",
    conversation_id="webchat:a",
    text="do you engrave cellos?",
    language="en",
    asked_at=NOW,
    outcome=Outcome.NOTHING,
    found=("gift-wrapping", "returns"),
)
GAP = Gap(id="g1", vector=b"\0\0\x80?")


def test_a_question_is_kept_once_with_what_became_of_it_last(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.askings.put(ASKED)
        uow.askings.put(replace(ASKED, outcome=Outcome.PERSON))
        uow.commit()
    with books.reading() as uow:
        assert uow.askings.since(NOW, GAPS) == [replace(ASKED, outcome=Outcome.PERSON)]
        assert uow.askings.latest("webchat:a") == replace(ASKED, outcome=Outcome.PERSON)
        assert uow.askings.latest("webchat:b") is None
        assert uow.askings.since(NOW, {Outcome.ANSWERED}) == uow.askings.since(NOW + timedelta(1), GAPS) == []


def test_an_article_has_the_questions_that_it_was_shown_for_first(books: SqlBooks) -> None:
    shown = replace(ASKED, id="m2", shown=("returns", "refunds"), outcome=Outcome.HELPFUL)
    with books.writing() as uow:
        uow.askings.put(ASKED)
        uow.askings.put(shown)
        uow.commit()
    with books.reading() as uow:
        assert uow.askings.since(NOW, set(Outcome), slug="returns") == [shown]
        assert uow.askings.since(NOW, set(Outcome), slug="refunds") == []


def test_questions_are_put_into_gaps_and_forgotten_in_time(books: SqlBooks) -> None:
    with books.writing() as uow:
        for number in range(3):
            uow.askings.put(replace(ASKED, id=f"m{number}", asked_at=NOW + timedelta(hours=number)))
        uow.gaps.put(GAP)
        uow.askings.group(["m0", "m2"], "g1")
        uow.commit()
    with books.writing() as uow:
        assert [each.id for each in uow.askings.ungrouped(NOW, GAPS)] == ["m1"]
        assert [each.id for each in uow.askings.of_gap("g1")] == ["m2", "m0"]
        assert uow.gaps.forget_empty() == 0
        assert uow.askings.forget(NOW + timedelta(hours=3)) == 3
        assert uow.gaps.forget_empty() == 1
        with pytest.raises(NotFound):
            uow.gaps.get("g1")


def test_what_was_decided_outlives_the_questions(books: SqlBooks) -> None:
    decided = GAP.decided(GapState.ACCEPTED, "maria", NOW, ("cellos", "en"))
    with books.writing() as uow:
        uow.gaps.put(GAP)
        uow.gaps.put(decided)
        assert uow.gaps.forget_empty() == 0
        uow.commit()
    with books.reading() as uow:
        assert (uow.gaps.get("g1"), uow.gaps.all()) == (decided, [decided])


def test_two_that_look_like_one_are_told_apart_once(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.twins.part("en", "returns", "exchanges")
        uow.twins.part("en", "exchanges", "returns")
        uow.commit()
    with books.reading() as uow:
        assert uow.twins.apart() == {("en", "exchanges", "returns")}
