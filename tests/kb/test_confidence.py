"""From how far an article stands out, and how near it is, to a probability; from a target to a threshold."""

import numpy as np

from kb.confidence import FEATURES, STANDING, fit, threshold


def test_more_evidence_never_lowers_the_confidence() -> None:
    rows = np.random.default_rng(0).random((400, len(FEATURES)))
    is_known = rows[:, 2] - rows[:, 3] > -0.5  # the fourth column speaks against: it may count for nothing
    confidence = fit(rows, is_known & (rows[:, 0] > 0.5), is_known)

    assert confidence.standing[0] > 0 and confidence.nearness[0] > 0
    assert min(confidence.standing[:-1]) >= 0 and min(confidence.nearness[:-1]) >= 0
    nothing, everything = confidence.of(np.stack([np.zeros(len(FEATURES)), np.ones(len(FEATURES))]))
    assert 0 < nothing < everything < 1


def test_an_article_that_is_near_but_does_not_stand_out_is_doubted_and_so_is_one_far_off_that_does() -> None:
    rows = np.random.default_rng(0).random((400, len(FEATURES)))
    is_known = rows[:, len(STANDING)] > 0.5
    confidence = fit(rows, is_known & (rows[:, 0] > 0.5), is_known)
    near, far = np.full(len(FEATURES), 0.9), np.full(len(FEATURES), 0.9)
    near[: len(STANDING)] = 0.1
    far[len(STANDING) :] = 0.1

    both, only_near, only_far = confidence.of(np.stack([np.full(len(FEATURES), 0.9), near, far]))
    assert both > 0.5 > max(only_near, only_far)


def test_the_threshold_keeps_what_is_answered_wrongly_below_the_target() -> None:
    confidences = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    is_right = np.array([True, True, False, True, False, False])

    assert 0.7 < threshold(confidences, is_right, most_wrong=0.1) < 0.8
    assert 0.5 < threshold(confidences, is_right, most_wrong=0.2) < 0.6
    assert threshold(confidences, is_right, most_wrong=0.5) < 0.4


def test_where_even_the_surest_is_wrong_nothing_is_sure() -> None:
    assert threshold(np.array([0.95, 0.5]), np.array([False, True]), most_wrong=0.1) > 0.95


def test_of_equally_sure_answers_all_or_none_are_given() -> None:
    confidences = np.array([0.9, 0.5, 0.5, 0.5])

    assert 0.5 < threshold(confidences, np.array([True, True, False, False]), most_wrong=0.3) < 0.9
    assert threshold(confidences, np.array([True, True, False, False]), most_wrong=0.5) < 0.5
