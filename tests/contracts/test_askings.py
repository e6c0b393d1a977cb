"""What customers asked is kept, found again by how it ended, and forgotten in time."""

from datetime import UTC, datetime, timedelta

import pytest

from store.unit_of_work import SqlBooks
from support.askings import GAPS, Asking, Gap, GapState, Outcome
from support.errors import NotFound

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def asking(id: str, outcome: Outcome = Outcome.NOTHING, *shown: str, after: timedelta = timedelta()) -> Asking:
    return Asking(
        id=id,
        conversation_id=f"webchat:{id[0]}",
        text="Har ni \0 butik?",
        language="sv",
        asked_at=NOON + after,
        outcome=outcome,
        found=shown,
        shown=shown,
    )


@pytest.fixture
def asked(books: SqlBooks) -> SqlBooks:
    with books.writing() as uow:
        uow.askings.put(asking("a1"))
        uow.askings.put(asking("a2", Outcome.HELPFUL, "returns", after=DAY))
        uow.askings.put(asking("b1", Outcome.PERSON, "returns", "exchange", after=2 * DAY))
        uow.commit()
    return books


def test_a_question_comes_back_as_it_was_put(asked: SqlBooks) -> None:
    with asked.reading() as uow:
        assert uow.askings.latest("webchat:b") == asking("b1", Outcome.PERSON, "returns", "exchange", after=2 * DAY)
        assert uow.askings.latest("webchat:c") is None


def test_the_newest_of_a_conversation_is_what_is_judged(asked: SqlBooks) -> None:
    with asked.writing() as uow:
        latest = uow.askings.latest("webchat:a")
        assert latest is not None and latest.id == "a2"
        uow.askings.put(latest.ended(Outcome.UNHELPFUL))
        uow.commit()
    with asked.reading() as uow:
        assert [each.id for each in uow.askings.since(NOON, GAPS)] == ["b1", "a2", "a1"]


def test_questions_are_found_by_time_and_outcome(asked: SqlBooks) -> None:
    with asked.reading() as uow:
        assert [each.id for each in uow.askings.since(NOON, GAPS)] == ["b1", "a1"]
        assert [each.id for each in uow.askings.since(NOON + DAY, GAPS)] == ["b1"]
        assert [each.id for each in uow.askings.since(NOON, Outcome, limit=1)] == ["b1"]


def test_an_article_counts_what_it_was_shown_for_first(asked: SqlBooks) -> None:
    with asked.reading() as uow:
        found = uow.askings.sums(NOON, ["returns", "exchange"])
        assert sorted(found) == [("returns", Outcome.HELPFUL, 1), ("returns", Outcome.PERSON, 1)]
        assert uow.askings.sums(NOON + 2 * DAY, ["returns"]) == [("returns", Outcome.PERSON, 1)]
        assert uow.askings.sums(NOON, []) == []


def test_what_is_in_a_gap_waits_for_none(asked: SqlBooks) -> None:
    with asked.writing() as uow:
        assert [each.id for each in uow.askings.ungrouped(NOON, GAPS)] == ["a1", "b1"]
        uow.gaps.put(Gap(id="g", vector=b"\0\1"))
        uow.askings.group(["a1", "b1"], "g")
        uow.commit()
    with asked.reading() as uow:
        assert uow.askings.ungrouped(NOON, GAPS) == []
        assert [each.id for each in uow.askings.of_gap("g")] == ["b1", "a1"]


def test_a_decision_lasts_and_an_empty_open_gap_does_not(books: SqlBooks) -> None:
    decided = Gap(id="d", vector=b"\xff\0").decided(GapState.POINTED, "maria", NOON, ("returns", "sv"))
    with books.writing() as uow:
        uow.gaps.put(Gap(id="o", vector=b""))
        uow.gaps.put(decided)
        assert uow.gaps.forget_empty() == 1
        uow.commit()
    with books.reading() as uow:
        assert uow.gaps.all() == [decided] == [uow.gaps.get("d")]
        with pytest.raises(NotFound):
            uow.gaps.get("o")


def test_old_questions_are_forgotten(asked: SqlBooks) -> None:
    with asked.writing() as uow:
        assert uow.askings.forget(NOON + DAY) == 1
        assert [each.id for each in uow.askings.since(NOON, Outcome)] == ["b1", "a2"]
