"""How far a confidence can be believed: figures that can be counted by hand."""

import numpy as np
import pytest

from bench.reliability import (
    Outcome,
    answered,
    at_coverage,
    aurc,
    bins,
    brier,
    ece,
    right_at,
    strangers_answered,
    together,
)


def outcome(*asked: tuple[float, bool], sure: float = 0.5, strangers: int = 0) -> Outcome:
    """Return what comes of questions by (confidence, right or not), the last few of which no article answers."""
    said, is_right = (np.array(column) for column in zip(*asked, strict=True))
    is_known = np.arange(len(asked)) < len(asked) - strangers
    return Outcome(said.astype(float), is_right.astype(bool), is_known, said >= sure)


def test_who_says_three_quarters_and_is_right_three_times_of_four_is_calibrated() -> None:
    believed = outcome((0.75, True), (0.75, True), (0.75, True), (0.75, False))

    assert ece(believed) == 0
    assert brier(believed) == pytest.approx((3 * 0.25**2 + 0.75**2) / 4)


def test_too_sure_and_too_doubtful_are_both_counted_and_do_not_cancel_out() -> None:
    assert ece(outcome((0.9, False), (0.1, True))) == pytest.approx(0.9)


def test_a_tenth_of_confidence_without_questions_is_empty_and_certainty_is_in_the_last() -> None:
    first, *between, last = bins(outcome((0.05, False), (1.0, True), (0.95, True)))

    assert first and (first.count, first.right) == (1, 0)
    assert last and (last.count, last.right) == (2, 1)
    assert last.said == pytest.approx(0.975)
    assert between == [None] * 8


def test_the_surest_are_answered_first() -> None:
    mixed = outcome((0.6, False), (0.9, True), (0.3, False), (0.8, True))

    assert [at_coverage(mixed, share) for share in (0.25, 0.5, 0.75, 1.0)] == [0, 0, pytest.approx(1 / 3), 0.5]
    assert aurc(mixed) == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert right_at(mixed, 0.03) == 0.5


def test_of_equally_sure_answers_the_wrong_one_counts_as_the_surer() -> None:
    assert at_coverage(outcome((0.8, True), (0.8, False)), 0.5) == 1
    assert right_at(outcome((0.8, True), (0.8, False)), 0.03) == 0


def test_questions_that_no_article_answers_count_for_themselves() -> None:
    asked = outcome((0.9, True), (0.7, False), (0.6, False), (0.2, False), strangers=2)

    assert answered(asked) == (1.0, 0.5)
    assert strangers_answered(asked) == 0.5
    assert strangers_answered(asked.known) is None
    assert aurc(asked) == aurc(asked.known)
    assert brier(asked) < brier(asked.known)


def test_where_nothing_is_sure_nothing_is_wrong() -> None:
    assert answered(outcome((0.4, False), (0.3, True))) == (0.0, 0.0)


def test_folds_are_judged_as_one_set_each_by_its_own_threshold() -> None:
    strict, bold = outcome((0.6, True), sure=0.7), outcome((0.6, False), sure=0.5)

    assert answered(together([strict, bold])) == (0.5, 1.0)
