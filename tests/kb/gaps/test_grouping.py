"""Questions that mean the same become one gap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kb.encoder import unit_rows
from kb.gaps.grouping import grouped, signatures
from kb.gaps.regrouping import regroup
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.askings import GAPS, Asking, Gap, GapState, Outcome
from tests.databases import with_tables

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SUBJECTS = {"cello": (1, 0, 0, 0), "parking": (0, 1, 0, 0), "wolf": (0, 0, 1, 0), "": (0, 0, 0, 0)}


def asked(id: str, subject: str, found: tuple[str, ...] = ()) -> Asking:
    return Asking(
        id=id,
        conversation_id=f"webchat:{id}",
        text=subject,
        language="en",
        asked_at=NOW,
        outcome=Outcome.NOTHING,
        found=found,
    )


def encode(askings: list[Asking]) -> np.ndarray:
    """Return subjects as directions, each wording a little off."""
    chance = np.random.default_rng(len(askings))
    rows = np.array([SUBJECTS[each.text] for each in askings], np.float32)
    return unit_rows(rows + chance.normal(scale=0.05, size=rows.shape).astype(np.float32) * rows.any(axis=1)[:, None])


def groups(askings: list[Asking], gaps: list[Gap] | None = None) -> list[tuple[Gap, list[str]]]:
    return list(grouped(askings, gaps or [], signatures(askings, encode(askings))))


def test_each_subject_is_a_gap() -> None:
    found = groups([asked(f"{subject}{number}", subject) for number in range(9) for subject in ("cello", "parking")])

    assert sorted(sorted({id[:-1] for id in ids}) for _, ids in found) == [["cello"], ["parking"]]
    assert len({gap.id for gap, _ in found}) == 2


def test_many_are_taken_in_lots_and_are_the_same_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.gaps.grouping._AT_ONCE", 4)
    found = groups([asked(f"{subject}{number}", subject) for number in range(9) for subject in ("cello", "parking")])

    assert len({gap.id for gap, _ in found}) == 2
    assert sorted(id for _, ids in found for id in ids) == sorted(
        f"{s}{n}" for s in ("cello", "parking") for n in range(9)
    )


def test_more_of_a_gap_joins_it_whatever_was_decided() -> None:
    ((gap, _),) = groups([asked(f"c{number}", "cello") for number in range(3)])
    dismissed = gap.decided(GapState.DISMISSED, "maria", NOW)
    found = dict((each.id, ids) for each, ids in groups([asked("c9", "cello"), asked("w9", "wolf")], [dismissed]))

    assert found.pop(gap.id) == ["c9"]
    assert list(found.values()) == [["w9"]]


def test_what_found_the_same_is_nearer() -> None:
    near, far = asked("a", "cello", ("gifts",)), asked("b", "parking", ("returns",))
    same = replace(far, found=("gifts",))
    vectors = np.eye(4, dtype=np.float32)[:2]
    apart, together = (signatures([near, each], vectors) for each in (far, same))

    assert apart[0] @ apart[1] < together[0] @ together[1]


def test_what_cannot_be_read_stands_alone_and_a_gap_of_another_encoder_takes_nothing() -> None:
    foreign = Gap(id="old", vector=b"\0" * 12)

    assert [ids for _, ids in groups([asked("x", ""), asked("y", "")])] == [["x"], ["y"]]
    assert [ids for _, ids in groups([asked("c", "cello")], [foreign])] == [["c"]]


def test_grouping_is_kept_and_goes_on_where_it_was() -> None:
    engine = open_engine("sqlite://")
    with_tables(engine)
    books = SqlBooks(engine)
    with books.writing() as uow:
        for number in range(4):
            uow.askings.put(asked(f"c{number}", "cello"))
        uow.askings.put(replace(asked("old", "cello"), asked_at=NOW - timedelta(days=200)))
        uow.askings.put(replace(asked("fine", "wolf"), outcome=Outcome.HELPFUL))
        uow.commit()

    assert regroup(books, encode, NOW) == 4  # type: ignore[arg-type]
    with books.writing() as uow:
        (gap,) = uow.gaps.all()
        uow.askings.put(asked("c5", "cello"))
        uow.commit()
    assert regroup(books, encode, NOW) == 1  # type: ignore[arg-type]
    assert regroup(books, encode, NOW) == 0  # type: ignore[arg-type]
    with books.reading() as uow:
        assert [each.id for each in uow.gaps.all()] == [gap.id]
        assert len(uow.askings.of_gap(gap.id)) == 5
        assert uow.askings.ungrouped(NOW - timedelta(days=1), GAPS) == []
